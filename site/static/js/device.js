/* Words kept on this device while the server cannot be had: by name, for a day, never longer than needed. */

const PREFIX = "bouquet:";
const KEPT_FOR = 24 * 60 * 60 * 1000;
const RELOADED_WITHIN = 30 * 1000;

export function keepWords(name, words, more = {}) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), words, ...more }));
  } catch { /* full or forbidden: what the server has must do */ }
}

export function keptWords(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + name));
    if (kept && Date.now() - kept.at < (kept.saved ? RELOADED_WITHIN : KEPT_FOR)) return kept.words;
  } catch { /* forbidden or damaged */ }
  forgetWords(name);
  return null;
}

export function forgetWords(name) {
  try { localStorage.removeItem(PREFIX + name); } catch { /* forbidden */ }
}

/* Words that were sent (or saved while the page was being left) have arrived, since a page other than their form came back; old ones go too. */
export function forgetSentWords() {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      const kept = JSON.parse(localStorage.getItem(key));
      if (!kept || kept.sent || kept.saved || Date.now() - kept.at >= KEPT_FOR) localStorage.removeItem(key);
    }
  } catch { /* forbidden or damaged */ }
}
