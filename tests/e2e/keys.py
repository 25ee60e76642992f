"""Hands that know only the keyboard, and look where the focus is after every press of Tab."""

from playwright.sync_api import Page

MOST_STOPS = 120
# What is wrong with where the focus is; empty if all is well. The ring may be around the label or card that holds it.
COMPLAINT = """() => {
  const at = document.activeElement;
  // Inside a date or month field, its calendar button draws a ring of its own that scripts cannot see.
  if (["date", "month"].includes(at?.type) && !at.matches(":focus-visible")) return "";
  if (!at || at === document.body || at === document.documentElement) return "";
  const around = [at];
  while (around.length < 5 && around.at(-1).parentElement !== document.body) around.push(around.at(-1).parentElement);
  const ring = (element, part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "transparent";
  };
  const ringed = around.find((element) => ring(element) || ring(element, "::after"));
  const name = at.outerHTML.slice(0, 160);
  if (!ringed) return `no ring: ${name}`;
  const box = ringed.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return seen ? "" : `out of sight: ${name}`;
}"""


class Keys:
    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> None:
        self.page.keyboard.press("Tab")
        complaint = self.page.evaluate(COMPLAINT)
        assert complaint == "", f"{self.page.url}: {complaint}"

    def to(self, selector: str) -> None:
        """Tab until that is in focus."""
        for _stop in range(MOST_STOPS):
            self.tab()
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{self.page.url}: Tab never came to {selector}")

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)

    def once_round(self) -> int:
        """Tab until the focus has been everywhere; how many places that were."""
        self.page.evaluate("window.stops = new Set()")
        for number in range(MOST_STOPS):
            self.tab()
            again = self.page.evaluate("""() => {
                const at = document.activeElement, again = at === document.body || window.stops.has(at);
                window.stops.add(at);
                return again;
            }""")
            if again:
                return number
        return MOST_STOPS
