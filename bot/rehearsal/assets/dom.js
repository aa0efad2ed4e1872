// Builds the page from nodes. Text only ever becomes text: nothing here or elsewhere writes HTML.

/** el("a.link", {href}, "text", node, ...): an element with classes, properties or attributes, and children. */
export function el(spec, properties = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** An address that may be opened or loaded: http and https only, else null. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that tells the other side nothing; plain children where the address is none to be opened. */
export function link(address, ...children) {
  const href = webAddress(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href }, ...children);
}

/** A picture, or a quiet box with its description where it cannot be loaded. */
export function picture(address, alt, className) {
  const src = webAddress(address);
  const missing = () => el(`span.no-picture.${className}`, { role: "img", "aria-label": alt || "picture" }, alt || "picture");
  if (!src) return missing();
  const image = el(`img.${className}`, { alt: alt || "", src, loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(missing()), { once: true });
  return image;
}

/** Something hidden until it is clicked, as Discord hides spoilers. */
export function spoiler(node, label = "Spoiler") {
  const cover = el("button.spoiler-cover", { type: "button" }, label);
  const box = el("div.spoiler-box", {}, node, cover);
  cover.addEventListener("click", () => box.classList.add("open"));
  return box;
}
