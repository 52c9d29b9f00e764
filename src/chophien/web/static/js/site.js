// Pages work without this script; it makes them pleasanter: copying, theme, dialogs, unsaved forms, live progress.

const root = document.documentElement;
root.classList.remove("no-script");

const said = (name) => document.getElementById("said")?.content.querySelector(`[data-say="${name}"]`)?.textContent ?? "";

function toast(words) {
  const place = document.querySelector(".toast-place");
  if (!place || !words) return;
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = words;
  place.replaceChildren(line);
  setTimeout(() => line.remove(), 4000);
}

// Theme: automatic until the person chooses; kept on this device only.
const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
function wear(theme) {
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
}
wear(stored());
const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

// Show what only works with script, in the page and in every fragment that htmx brings.
function wake(part) {
  for (const hiddenOne of part.querySelectorAll("[data-copy], [data-closes], [data-opens], [data-narrows], [data-theme-switch]")) hiddenOne.hidden = false;
  part.querySelector("[data-focus]")?.focus();
}

document.addEventListener("click", async (event) => {
  const at = event.target.closest?.("button, a, summary");
  for (const sheet of document.querySelectorAll("details.account[open]")) if (!sheet.contains(event.target)) sheet.open = false;
  if (!at) return;
  if (at.matches("[data-theme-switch]")) {
    const wanted = isDark() ? "light" : "dark";
    const automatic = matchMedia(`(prefers-color-scheme: ${wanted})`).matches;
    try { automatic ? localStorage.removeItem("theme") : localStorage.setItem("theme", wanted); } catch { /* Private windows may refuse. */ }
    wear(automatic ? null : wanted);
  } else if (at.matches("[data-copy]")) {
    try {
      await navigator.clipboard.writeText(at.dataset.copy);
      toast(said("copied"));
    } catch {
      at.closest(".copy")?.querySelector("input")?.select();
      toast(document.execCommand("copy") ? said("copied") : said("copy-failed"));
    }
  } else if (at.matches("[data-closes]")) {
    at.closest("details")?.removeAttribute("open");
    at.closest("dialog")?.close();
  } else if (at.matches("[data-opens]")) {
    event.preventDefault();
    document.getElementById(at.dataset.opens)?.showModal();
  } else if (at.matches("[data-prints]")) {
    print();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.account[open], details.confirm[open]")) {
    open.open = false;
    open.querySelector("summary")?.focus();
  }
});

// A search field marked data-narrows leaves of its list what holds its words, whatever their case and marks; what is chosen stays.
const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrows]")) return;
  const wanted = folded(event.target.value).split(/\s+/);
  for (const choice of event.target.parentElement.querySelectorAll(".check")) {
    choice.hidden = !choice.querySelector(":checked") && !wanted.every((word) => folded(choice.textContent).includes(word));
  }
});
document.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("[data-narrows]")) event.preventDefault(); });

// A form marked data-keep warns before its typed text is lost.
let unsaved = false;
document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-keep]") && !event.target.matches("[data-narrows]")) unsaved = true; });
document.addEventListener("submit", (event) => {
  unsaved = false;
  // A second press on the same button would send the form twice.
  const pressed = event.submitter;
  if (!pressed || event.target.method !== "post") return;
  setTimeout(() => { pressed.disabled = true; });
  setTimeout(() => { pressed.disabled = false; }, 5000);
});
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
addEventListener("pageshow", (event) => { if (event.persisted) for (const button of document.querySelectorAll("button:disabled")) button.disabled = false; });

// Live progress: <div data-live="/address" hidden> listens and passes each message to a [data-live-field] of its name.
function listen(box) {
  const source = new EventSource(box.dataset.live);
  source.onmessage = (message) => {
    const news = JSON.parse(message.data);
    for (const place of box.querySelectorAll("[data-live-field]")) {
      const value = news[place.dataset.liveField];
      if (value === undefined || value === null) continue;
      if (place.matches("progress, meter")) place.value = value; else place.textContent = value;
    }
    if (news.over) { source.close(); location.reload(); }
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}

document.addEventListener("htmx:load", (event) => wake(event.target));

// A part that htmx replaced takes the focus with it. Whoever added a block goes on in its first field; whoever took one away
// comes back to the button that adds one.
document.addEventListener("htmx:afterSettle", (event) => {
  const pressed = event.detail.requestConfig?.triggeringEvent?.submitter ?? event.detail.requestConfig?.elt;
  if (pressed?.name !== "more" && pressed?.name !== "less") return;
  const part = document.getElementById(event.detail.requestConfig.target?.id) ?? event.target;
  const newest = [...part.querySelectorAll("fieldset.group")].at(-1);
  const next = pressed.name === "more" ? newest?.querySelector("input:not([type=hidden]), select, textarea") : part.querySelector("button[name=more]");
  next?.focus();
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failure, () => toast(said("no-network")));
wake(document);
for (const box of document.querySelectorAll("[data-live]")) listen(box);
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
// Tabs may lie far down; only the strip itself is to move.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const strip = tab.parentElement, at = tab.getBoundingClientRect();
  strip.scrollLeft += at.left + at.width / 2 - strip.getBoundingClientRect().left - strip.clientWidth / 2;
}
