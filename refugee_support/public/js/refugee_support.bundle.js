import "./desk/shared.js";
import "./desk/family.js";
import "./desk/relations.js";
import "./desk/new_consultation.js";
import "./desk/shortcuts.js";
import "./desk/quiet_sidebar.js";
import "./desk/client_page.js";
import "./desk/workspace_shortcuts.js";
