import "./cafe/dom.js";
import "./cafe/queue.js";
import "./cafe/guests.js";
import "./cafe/team.js";
import "./cafe/childcare.js";
import "./cafe/check_in.js";
