// The script of the pages for kids. They are complete without it; nothing about a reader is kept or sent.
import { offerReading } from "./reading";
import { playQuiz } from "./quiz";

offerReading(document);
playQuiz(document);
