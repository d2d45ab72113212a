// Copying what a button carries (data-copy); nothing leaves the reader's machine.
const SAID_MS = 2500;

/** Put words on the clipboard: by permission, or by a selection as browsers have always let a click do. */
async function toClipboard(words, root) {
  try {
    await navigator.clipboard.writeText(words); // missing where the page came over plain http from another machine
    return true;
  } catch {
    return copySelected(words, root);
  }
}

function copySelected(words, root) {
  const box = document.createElement("textarea");
  box.value = words;
  box.setAttribute("readonly", "");
  box.style.cssText = "position:fixed;top:0;left:-200vw";
  root.append(box);
  const held = root.getRootNode().activeElement;
  box.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  box.remove();
  held?.focus({ preventScroll: true });
  return done;
}

/** Say beside the button that its words are copied; where no way to copy is open, show them selected. */
export async function copy(button, root) {
  const words = button.dataset.copy;
  if (await toClipboard(words, root)) say(button, button.dataset.copied ?? "Copied");
  else offer(button, words);
}

function say(button, words) {
  button.dataset.words ??= button.textContent;
  button.textContent = words;
  button.setAttribute("aria-label", words);
  button.setAttribute("aria-live", "polite");
  button.classList.add("done");
  clearTimeout(button.saying);
  button.saying = setTimeout(() => {
    button.textContent = button.dataset.words;
    button.setAttribute("aria-label", button.title);
    button.classList.remove("done");
  }, SAID_MS);
}

function offer(button, words) {
  const place = button.closest(".card") ?? button.parentElement;
  let box = place.querySelector(".to-copy");
  if (!box) {
    box = document.createElement("div");
    box.className = "to-copy";
    box.tabIndex = -1;
    place.append(box);
  }
  box.textContent = words;
  box.focus();
  getSelection().selectAllChildren(box);
  say(button, "Selected: copy it");
}
