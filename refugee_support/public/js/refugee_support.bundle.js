import "./desk/new_consultation.js";
import "./desk/shortcuts.js";
