import "./desk/shared.js";
import "./desk/new_consultation.js";
import "./desk/shortcuts.js";
import "./desk/quiet_sidebar.js";
import "./desk/workspace_shortcuts.js";
import "./desk/volunteers.js";
