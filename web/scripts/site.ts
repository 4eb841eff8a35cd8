// The whole script of the public pages. Every page is complete without it.
import { addAges } from "./age";
import { markContents } from "./contents";
import { showDefinitions } from "./definitions";
import { keepView } from "./languages";
import { offerMaps } from "./maphere";
import { rememberPlaces } from "./notes";
import { offerSharing } from "./sharing";
import { makeTablesSortable } from "./sorting";

addAges(document, new Date());
makeTablesSortable(document);
showDefinitions(document);
keepView(document);
rememberPlaces(document);
offerSharing(document);
offerMaps(document);
markContents(document);
