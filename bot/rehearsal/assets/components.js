// Message components: Components V2 (https://docs.discord.com/developers/components/reference) and plain rows.
import { el, link, picture, spoiler, webAddress } from "./dom.js";
import { markdown } from "./markdown.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

export const colour = (number) => `#${Number(number).toString(16).padStart(6, "0")}`;

function button(part, c) {
  const label = [part.emoji?.name ? `${part.emoji.name} ` : "", part.label || ""];
  if (part.style === 5) {
    const href = webAddress(part.url);
    const arrow = el("span.arrow", { "aria-hidden": "true" }, "↗");
    if (!href || part.disabled) return el("button.button.secondary", { type: "button", disabled: true }, label, arrow);
    const node = link(href, label, arrow);
    node.className = "button secondary";
    return node;
  }
  const node = el(`button.button.${STYLES[part.style] || "secondary"}`, { type: "button", disabled: Boolean(part.disabled) }, label);
  node.addEventListener("click", () => c.press(part.custom_id, [], node));
  return node;
}

function options(part, c) {
  if (part.type === 3) return part.options.map((o) => ({ ...o, text: o.description ? `${o.label} – ${o.description}` : o.label }));
  const known = { 5: c.names.people(), 6: c.names.roles(), 7: [...c.names.people(), ...c.names.roles()], 8: c.names.channels() };
  return (known[part.type] || []).map((o) => ({ value: o.id, text: o.display || o.name }));
}

function select(part, c) {
  const many = (part.max_values ?? 1) > 1;
  const hint = part.placeholder || "Make a selection";
  const chosen = options(part, c);
  const node = el("select.select", { disabled: Boolean(part.disabled), multiple: many, "aria-label": hint });
  if (!many) node.append(el("option", { value: "", hidden: true, selected: !chosen.some((o) => o.default) }, hint));
  node.append(...chosen.map((o) => el("option", { value: o.value, selected: Boolean(o.default) }, o.text)));
  const send = () => c.press(part.custom_id, [...node.selectedOptions].map((o) => o.value).filter(Boolean), node);
  if (!many) {
    node.addEventListener("change", send);
    return el("span.select-box", {}, node);
  }
  node.size = Math.min(chosen.length, 6);
  return el("span.select-box.many", {}, node, el("button.button.secondary", { type: "button", onclick: send }, "Choose"));
}

function thumbnail(part) {
  const image = picture(part.media.url, part.description, "thumbnail");
  return part.spoiler ? spoiler(image) : image;
}

function gallery(part) {
  const items = part.items.map((item) => {
    const image = picture(item.media.url, item.description, "gallery-picture");
    return item.spoiler ? spoiler(image) : image;
  });
  return el(`div.gallery.of-${Math.min(items.length, 3)}`, {}, items);
}

function container(part, c) {
  const node = el("div.container", {}, part.components.map((inner) => component(inner, c)));
  if (part.accent_color !== null && part.accent_color !== undefined) {
    node.style.setProperty("--accent", colour(part.accent_color));
    node.classList.add("accented");
  }
  return part.spoiler ? spoiler(node) : node;
}

const KINDS = {
  1: (part, c) => el("div.row", {}, part.components.map((inner) => component(inner, c))),
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: (part, c) =>
    el("div.section", {}, el("div.section-text", {}, part.components.map((inner) => component(inner, c))), component(part.accessory, c)),
  10: (part, c) => el("div.markdown", {}, markdown(part.content, c.names)),
  11: thumbnail,
  12: gallery,
  13: (part) => el("div.file", {}, link(part.file.url, part.name || part.file.url.split("/").pop())),
  14: (part) => el(`div.separator.spacing-${part.spacing === 2 ? 2 : 1}`, {}, part.divider === false ? null : el("hr")),
  17: container,
};

/** One component with all that is in it. `c`: names to resolve, and press(customId, values, node). */
export function component(part, c) {
  const make = KINDS[part?.type];
  return make ? make(part, c) : el("span.unknown", {}, `(component of type ${Number(part?.type)})`);
}
