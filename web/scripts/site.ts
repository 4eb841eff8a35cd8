// The whole script of the public pages. Every page is complete without it.
import { addAges } from "./age";
import { makeTablesSortable } from "./sorting";

addAges(document, new Date());
makeTablesSortable(document);
