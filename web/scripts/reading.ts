// Reads the page aloud, sentence by sentence, and marks the sentence that is read. Only voices of the device itself are used: a
// voice from the network would send the text away. Where there is none in the language of the page, nothing is offered.

interface Sentence {
  text: string;
  range: Range;
  block: Element;
}

const BLOCKS = "h2, h3, p, li, dt, dd";
const SILENT = ".note, [data-silent], [hidden], nav, .step__picture";

function localVoice(language: string): SpeechSynthesisVoice | undefined {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const short = language.split("-")[0]?.toLowerCase() ?? "";
  return voices.find((voice) => voice.lang.toLowerCase() === language.toLowerCase()) ??
    voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === short);
}

/** The text nodes of a block that are read: no footnotes, no pictures, no blocks inside it. */
function spoken(block: Element): Text[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) => {
    const parent = node.parentElement;
    const isOwn = parent?.closest(BLOCKS) === block && parent.closest(SILENT) === null;
    return isOwn ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
  });
  const found: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) found.push(node as Text);
  return found;
}

/** Where the sentences of a text begin and end. */
function bounds(text: string, language: string): [number, number][] {
  if (typeof Intl.Segmenter === "function") {
    const parts = new Intl.Segmenter(language, { granularity: "sentence" }).segment(text);
    return [...parts].map((part) => [part.index, part.index + part.segment.length]);
  }
  return [...text.matchAll(/[^.!?]+[.!?]*\s*/g)].map((part) => [part.index, part.index + part[0].length]);
}

function sentencesOf(block: Element, language: string): Sentence[] {
  const nodes = spoken(block);
  const text = nodes.map((node) => node.data).join("");
  const at = (offset: number): [Text, number] | undefined => {
    let before = 0;
    for (const node of nodes) {
      if (offset <= before + node.data.length) return [node, offset - before];
      before += node.data.length;
    }
    return undefined;
  };
  return bounds(text, language).flatMap(([from, to]) => {
    const first = at(from);
    const last = at(to);
    const words = text.slice(from, to).replace(/\s+/g, " ").trim();
    if (words === "" || first === undefined || last === undefined) return [];
    const range = document.createRange();
    range.setStart(...first);
    range.setEnd(...last);
    return [{ text: words, range, block }];
  });
}

/** Marks one sentence, or none; the page comes along. */
function mark(sentence: Sentence | undefined): void {
  for (const marked of document.querySelectorAll(".is-read")) marked.classList.remove("is-read");
  const hasHighlights = typeof Highlight === "function" && "highlights" in CSS;
  if (hasHighlights) CSS.highlights.delete("read-aloud");
  if (sentence === undefined) return;
  if (hasHighlights) CSS.highlights.set("read-aloud", new Highlight(sentence.range));
  else sentence.block.classList.add("is-read");
  sentence.block.scrollIntoView({ block: "nearest" });
}

class Reader {
  private next = 0;
  private turn = 0;

  constructor(
    private readonly sentences: Sentence[],
    private readonly voice: SpeechSynthesisVoice,
    private readonly ended: () => void,
  ) {}

  /** One utterance a sentence: browsers lose their place in long ones. */
  say(): void {
    const sentence = this.sentences[this.next];
    mark(sentence);
    if (sentence === undefined) return this.stop();
    const turn = ++this.turn;
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.voice = this.voice;
    utterance.lang = this.voice.lang;
    utterance.rate = 0.9;
    utterance.onend = () => {
      if (turn !== this.turn) return;
      this.next += 1;
      this.say();
    };
    utterance.onerror = () => {
      if (turn === this.turn) this.stop();
    };
    speechSynthesis.speak(utterance);
  }

  /** Pausing cancels and saying begins the sentence anew: not every voice can halt within one. */
  pause(): void {
    this.turn += 1;
    speechSynthesis.cancel();
  }

  stop(): void {
    this.pause();
    this.next = 0;
    mark(undefined);
    this.ended();
  }
}

/** Shows the buttons once there is a voice of the device for the language of the page. */
export function offerReading(root: Document): void {
  const bar = root.querySelector<HTMLElement>("[data-read-aloud]");
  if (bar === null || !("speechSynthesis" in window)) return;
  const language = root.documentElement.lang || "en";
  const [start, pause, stop] = ["start", "pause", "stop"].map((name) => bar.querySelector<HTMLButtonElement>(`[data-read='${name}']`));
  if (!start || !pause || !stop) return;
  const pauseWord = pause.textContent ?? "";
  let reader: Reader | undefined;
  let isPaused = false;

  const show = (isReading: boolean): void => {
    start.hidden = isReading;
    pause.hidden = stop.hidden = !isReading;
    pause.textContent = isReading && isPaused ? (pause.dataset.resume ?? pauseWord) : pauseWord;
  };
  start.addEventListener("click", () => {
    const voice = localVoice(language);
    if (voice === undefined) return;
    const blocks = [...root.querySelectorAll(".kids-read")].flatMap((part) => [...part.querySelectorAll(BLOCKS)]);
    isPaused = false;
    reader = new Reader(blocks.flatMap((block) => sentencesOf(block, language)), voice, () => {
      const hadFocus = bar.contains(root.activeElement);
      show(false);
      if (hadFocus) start.focus();
    });
    show(true);
    pause.focus();
    reader.say();
  });
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    if (isPaused) reader?.pause();
    else reader?.say();
    show(true);
  });
  stop.addEventListener("click", () => reader?.stop());
  window.addEventListener("pagehide", () => speechSynthesis.cancel());

  const offer = (): void => {
    bar.hidden = localVoice(language) === undefined;
  };
  offer();
  // Voices are loaded late in some browsers.
  speechSynthesis.addEventListener?.("voiceschanged", offer);
}
