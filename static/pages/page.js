/** What every page has; the editor's main.js imports the same, to be one file with it. */
// Before all others that hear of keys.
import "./strokes.js";
import "./dialogs.js";
import "./early.js";
import "./refusals.js";
import "./signout.js";
import "./times.js";
import "./toast.js";
