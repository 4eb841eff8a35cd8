// The one layer of ours on the map: cells at low zoom, points and rings at high zoom. It draws what the engine has counted.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as LibreMap } from "maplibre-gl";
import { DEATH_STEPS, type Palette } from "./colours";
import type { Engine } from "./engine";
import { cellCorner, mercatorX, mercatorY } from "./mercator";

/** From here on single events are drawn. */
export const POINTS_FROM_ZOOM = 5.5;
const HALF_CELL = 0.25;

/** What a ring says: that the place is known to a unit only. Its radius in degrees of latitude is a sign, not a border. */
const RING_DEGREES = [0, 0, 0, 0.25, 0.75, 0.5, 0, 0];
const DISTRICT = 3;
const LEAST_PRECISE_RING = 5;
/** Pixels beside a sign at which a click still means it. */
const REACH = 6;

const CELL_SHADER = `#version 300 es
in vec2 corner; in vec2 middle; in vec2 reach; in float shade;
uniform mat4 matrix; uniform vec2 pixel; uniform vec3 shades[5];
out vec3 colour;
void main() {
  vec4 centre = matrix * vec4(middle, 0.0, 1.0);
  vec4 at = matrix * vec4(middle + corner * reach, 0.0, 1.0);
  vec2 offset = at.xy / at.w - centre.xy / centre.w;
  vec2 least = pixel * 1.6;
  offset = sign(offset) * max(abs(offset), least);
  gl_Position = vec4(centre.xy / centre.w + offset, 0.0, 1.0);
  colour = shades[int(shade)];
}`;

const FLAT_SHADER = `#version 300 es
precision mediump float;
in vec3 colour; out vec4 pixel_colour;
void main() { pixel_colour = vec4(colour, 1.0) * 0.9; }`;

const POINT_SHADER = `#version 300 es
in vec2 middle; in float size; in float kind;
uniform mat4 matrix; uniform float ratio; uniform vec3 types[4];
out vec3 colour; flat out int shape; out float width;
void main() {
  gl_Position = matrix * vec4(middle, 0.0, 1.0);
  gl_PointSize = size * ratio;
  width = size * ratio;
  shape = int(kind);
  colour = types[shape];
}`;

/** A type has a shape of its own, so that nobody needs the colour: disc, square, triangle; a diamond where it is not known. */
const SHAPE_SHADER = `#version 300 es
precision mediump float;
in vec3 colour; flat in int shape; in float width; uniform vec3 edge; out vec4 pixel_colour;
void main() {
  vec2 at = gl_PointCoord * 2.0 - 1.0;
  float inside = 1.0 - length(at);
  if (shape == 2) inside = 0.85 - max(abs(at.x), abs(at.y));
  if (shape == 3) inside = min(0.8 - at.y, (at.y + 0.95) * 0.5 - abs(at.x)) ;
  if (shape == 0) inside = 1.0 - abs(at.x) - abs(at.y);
  if (inside < 0.0) discard;
  bool is_edge = inside * width * 0.5 < 1.2;
  pixel_colour = is_edge ? vec4(edge, 1.0) : vec4(colour, 1.0) * 0.82;
}`;

const RING_SHADER = `#version 300 es
in vec2 corner; in vec2 middle; in vec2 reach;
uniform mat4 matrix; out vec2 at;
void main() { at = corner; gl_Position = matrix * vec4(middle + corner * reach, 0.0, 1.0); }`;

const HATCH_SHADER = `#version 300 es
precision mediump float;
in vec2 at; uniform vec3 ink; out vec4 pixel_colour;
void main() {
  float away = length(at);
  if (away > 1.0) discard;
  float stripe = mod(gl_FragCoord.x + gl_FragCoord.y, 8.0);
  if (away < 0.97 && stripe > 1.6) discard;
  pixel_colour = vec4(ink, 1.0) * (away < 0.97 ? 0.35 : 0.6);
}`;

/** The records that stand on the screen as points, and how wide each is. */
interface Drawn {
  records: number[];
  sizes: Float32Array;
}

export class EventLayer implements CustomLayerInterface {
  readonly id = "events";
  readonly type = "custom" as const;
  private gl: WebGL2RenderingContext | null = null;
  private programs: { cell: WebGLProgram; point: WebGLProgram; ring: WebGLProgram } | null = null;
  private buffers: Record<"corner" | "cell" | "point" | "ring", WebGLBuffer> | null = null;
  private arrays: Record<"cell" | "point" | "ring", WebGLVertexArrayObject> | null = null;
  private cells = 0;
  private rings = 0;
  private drawn: Drawn = { records: [], sizes: new Float32Array(0) };
  private readonly centre: Float32Array;
  private readonly reach: Float32Array;
  private readonly placeXY: Float32Array;
  private isStale = true;

  constructor(
    private readonly map: LibreMap,
    private readonly engine: Engine,
    private palette: Palette,
    private measure: 0 | 1,
  ) {
    const { cells, placeLon, placeLat } = engine;
    this.centre = new Float32Array(2 * cells.length);
    this.reach = new Float32Array(2 * cells.length);
    for (let cell = 1; cell < cells.length; cell++) {
      const [west, south] = cellCorner(cells[cell]!);
      const top = mercatorY(south + 2 * HALF_CELL);
      const bottom = mercatorY(south);
      this.centre.set([mercatorX(west + HALF_CELL), (top + bottom) / 2], 2 * cell);
      this.reach.set([HALF_CELL / 360, (bottom - top) / 2], 2 * cell);
    }
    this.placeXY = new Float32Array(2 * placeLon.length);
    for (let place = 0; place < placeLon.length; place++) {
      this.placeXY[2 * place] = mercatorX(placeLon[place]!);
      this.placeXY[2 * place + 1] = mercatorY(placeLat[place]!);
    }
  }

  get showsPoints(): boolean {
    return this.engine.tables.mode === "event" && this.map.getZoom() >= POINTS_FROM_ZOOM;
  }

  /** Says that counts, view, colours or the measure have changed; the next picture shows it. */
  refresh(change: { palette?: Palette; measure?: 0 | 1 } = {}): void {
    this.palette = change.palette ?? this.palette;
    this.measure = change.measure ?? this.measure;
    this.isStale = true;
    this.map.triggerRepaint();
  }

  onAdd(_map: LibreMap, gl: WebGL2RenderingContext): void {
    this.gl = gl;
    const cell = program(gl, CELL_SHADER, FLAT_SHADER);
    const point = program(gl, POINT_SHADER, SHAPE_SHADER);
    const ring = program(gl, RING_SHADER, HATCH_SHADER);
    this.programs = { cell, point, ring };
    const corner = gl.createBuffer()!;
    gl.bindBuffer(gl.ARRAY_BUFFER, corner);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    this.buffers = { corner, cell: gl.createBuffer()!, point: gl.createBuffer()!, ring: gl.createBuffer()! };
    this.arrays = {
      cell: instanced(gl, cell, corner, this.buffers.cell, [["middle", 2], ["reach", 2], ["shade", 1]]),
      ring: instanced(gl, ring, corner, this.buffers.ring, [["middle", 2], ["reach", 2]]),
      point: plain(gl, point, this.buffers.point, [["middle", 2], ["size", 1], ["kind", 1]]),
    };
    this.isStale = true;
  }

  render(gl: WebGL2RenderingContext | WebGLRenderingContext, input: CustomRenderMethodInput): void {
    if (!(gl instanceof WebGL2RenderingContext) || !this.programs || !this.arrays) return;
    const began = performance.now();
    const isNew = this.isStale;
    if (isNew) this.fill(gl);
    const matrix = new Float32Array(input.defaultProjectionData.mainMatrix as ArrayLike<number>);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    const use = (each: WebGLProgram) => {
      gl.useProgram(each);
      gl.uniformMatrix4fv(gl.getUniformLocation(each, "matrix"), false, matrix);
    };
    if (this.rings) {
      use(this.programs.ring);
      gl.uniform3fv(gl.getUniformLocation(this.programs.ring, "ink"), this.palette.hatch);
      gl.bindVertexArray(this.arrays.ring);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.rings);
    }
    if (this.cells) {
      use(this.programs.cell);
      gl.uniform2f(gl.getUniformLocation(this.programs.cell, "pixel"), 1 / this.map.getCanvas().clientWidth, 1 / this.map.getCanvas().clientHeight);
      gl.uniform3fv(gl.getUniformLocation(this.programs.cell, "shades"), this.palette.deaths.flat());
      gl.bindVertexArray(this.arrays.cell);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.cells);
    }
    if (this.drawn.records.length) {
      use(this.programs.point);
      gl.uniform1f(gl.getUniformLocation(this.programs.point, "ratio"), devicePixelRatio);
      gl.uniform3fv(gl.getUniformLocation(this.programs.point, "types"), this.palette.types.flat());
      gl.uniform3fv(gl.getUniformLocation(this.programs.point, "edge"), this.palette.mark);
      gl.bindVertexArray(this.arrays.point);
      gl.drawArrays(gl.POINTS, 0, this.drawn.records.length);
    }
    gl.bindVertexArray(null);
    if (isNew) performance.measure("explorer-picture", { start: began });
  }

  /** The record drawn nearest to a point of the screen, and its place; null where there is none within reach. */
  recordAt(x: number, y: number): number | null {
    let found: number | null = null;
    let least = Infinity;
    const { sites, placeLon, placeLat } = this.engine;
    this.drawn.records.forEach((record, at) => {
      const place = sites.place[sites.of[record]!]!;
      const point = this.map.project([placeLon[place]!, placeLat[place]!]);
      const away = Math.hypot(point.x - x, point.y - y) - this.drawn.sizes[at]! / 2;
      if (away < REACH && away <= least) {
        least = away;
        found = record;
      }
    });
    return found;
  }

  private fill(gl: WebGL2RenderingContext): void {
    this.isStale = false;
    if (this.showsPoints) {
      this.cells = 0;
      this.fillPoints(gl);
    } else {
      this.rings = 0;
      this.drawn = { records: [], sizes: new Float32Array(0) };
      this.fillCells(gl);
    }
  }

  private fillCells(gl: WebGL2RenderingContext): void {
    const { byCell, cells } = this.engine;
    const into = new Float32Array(5 * cells.length);
    let count = 0;
    for (let cell = 1; cell < cells.length; cell++) {
      if (byCell[2 * cell]! <= 0) continue;
      const value = byCell[2 * cell + this.measure]!;
      if (value <= 0) continue;
      let shade = 0;
      while (shade < 4 && value >= DEATH_STEPS[shade + 1]!) shade++;
      const at = 5 * count++;
      into[at] = this.centre[2 * cell]!;
      into[at + 1] = this.centre[2 * cell + 1]!;
      into[at + 2] = this.reach[2 * cell]!;
      into[at + 3] = this.reach[2 * cell + 1]!;
      into[at + 4] = shade;
    }
    this.cells = count;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers!.cell);
    gl.bufferData(gl.ARRAY_BUFFER, into.subarray(0, 5 * count), gl.DYNAMIC_DRAW);
  }

  /** Only what is in view is handed to the graphics card: places in view are marked once, then the period is read through. */
  private fillPoints(gl: WebGL2RenderingContext): void {
    const { engine } = this;
    const { sites, placeLon, placeLat } = engine;
    const bounds = this.map.getBounds();
    const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()];
    const inView = new Uint8Array(placeLon.length);
    for (let place = 1; place < inView.length; place++) {
      const lon = placeLon[place]!;
      const lat = placeLat[place]!;
      inView[place] = lon >= west - 1 && lon <= east + 1 && lat >= south - 1 && lat <= north + 1 ? 1 : 0;
    }
    const records: number[] = [];
    const rings = new Map<number, number>();
    for (let i = engine.low; i < engine.high; i++) {
      const site = sites.of[i]!;
      if (engine.fails[site] !== 0 || inView[sites.place[site]!] === 0 || !engine.holds(i)) continue;
      const code = sites.code[site]!;
      const precision = (code >> 2) & 7;
      if (engine.isNear[code] !== 0) records.push(i);
      else if (precision >= DISTRICT && precision <= LEAST_PRECISE_RING) rings.set(sites.place[site]! * 8 + precision, i);
    }
    const points = new Float32Array(4 * records.length);
    this.drawn = { records, sizes: new Float32Array(records.length) };
    records.forEach((record, at) => {
      const site = sites.of[record]!;
      const place = sites.place[site]!;
      const size = 6 + Math.min(26, 2.2 * Math.sqrt(engine.best[record]!));
      this.drawn.sizes[at] = size;
      points.set([this.placeXY[2 * place]!, this.placeXY[2 * place + 1]!, size, sites.code[site]! & 3], 4 * at);
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers!.point);
    gl.bufferData(gl.ARRAY_BUFFER, points, gl.DYNAMIC_DRAW);
    const circles = new Float32Array(4 * rings.size);
    let at = 0;
    for (const key of rings.keys()) {
      const place = key >> 3;
      const degrees = RING_DEGREES[key & 7]!;
      const lat = placeLat[place]!;
      const tall = (mercatorY(lat - degrees) - mercatorY(lat + degrees)) / 2;
      circles.set([this.placeXY[2 * place]!, this.placeXY[2 * place + 1]!, tall, tall], 4 * at++);
    }
    this.rings = rings.size;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers!.ring);
    gl.bufferData(gl.ARRAY_BUFFER, circles, gl.DYNAMIC_DRAW);
  }
}

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram()!;
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "a shader does not compile");
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) ?? "a program does not link");
  return made;
}

function attributes(gl: WebGL2RenderingContext, using: WebGLProgram, buffer: WebGLBuffer, parts: [string, number][], divisor: number): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  const stride = 4 * parts.reduce((sum, [, size]) => sum + size, 0);
  let offset = 0;
  for (const [name, size] of parts) {
    const at = gl.getAttribLocation(using, name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, gl.FLOAT, false, stride, offset);
    gl.vertexAttribDivisor(at, divisor);
    offset += 4 * size;
  }
}

function instanced(gl: WebGL2RenderingContext, using: WebGLProgram, corner: WebGLBuffer, buffer: WebGLBuffer, parts: [string, number][]): WebGLVertexArrayObject {
  const array = gl.createVertexArray()!;
  gl.bindVertexArray(array);
  attributes(gl, using, corner, [["corner", 2]], 0);
  attributes(gl, using, buffer, parts, 1);
  gl.bindVertexArray(null);
  return array;
}

function plain(gl: WebGL2RenderingContext, using: WebGLProgram, buffer: WebGLBuffer, parts: [string, number][]): WebGLVertexArrayObject {
  const array = gl.createVertexArray()!;
  gl.bindVertexArray(array);
  attributes(gl, using, buffer, parts, 0);
  gl.bindVertexArray(null);
  return array;
}
