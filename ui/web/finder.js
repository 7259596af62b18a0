// A box that finds things while one types: a combobox whose list the server fills.
//
// data: { text, found: [{id, address, name, as, type, counted, colour, strokes}], words: {...}, labelled, global }
// text: what `found` answers; empty where nothing was asked. as: the name by which a thing was found, if not its main one.
// What is chosen is a link of the class “go”, which ui/web/navigator.js follows. All texts go in as text nodes.

const SVG = "http://www.w3.org/2000/svg"
const PAUSE = 150 // milliseconds without a key until the server is asked

const tidy = (text) => text.split(/\s+/).filter(Boolean).join(" ")

function make(name, kind, ...children) {
  const element = document.createElement(name)
  if (kind) element.className = kind
  element.append(...children)
  return element
}

function figure(colour, strokes) {
  const picture = document.createElementNS(SVG, "svg")
  const path = document.createElementNS(SVG, "path")
  picture.setAttribute("viewBox", "0 0 24 24")
  path.setAttribute("d", strokes)
  picture.append(path)
  const disc = make("span", "figure", picture)
  disc.style.background = colour
  disc.setAttribute("aria-hidden", "true")
  return disc
}

class Finder {
  constructor(root) {
    this.box = root.querySelector(".box")
    this.input = root.querySelector("input")
    this.list = root.querySelector(".list")
    this.said = root.querySelector(".said")
    this.hits = []
    this.on = -1 // the hit that Enter takes; none: the first
    this.answered = "" // the text that the hits answer
    this.waiting = null // the text for which Enter was pressed before its hits came
    this.input.addEventListener("input", (event) => event.isComposing || this.typed())
    this.input.addEventListener("compositionend", () => this.typed())
    this.input.addEventListener("focus", () => this.answered && this.answered === this.text() && this.open())
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150))
    this.input.addEventListener("keydown", (event) => this.key(event))
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()) // the box keeps the focus
    this.list.addEventListener("click", (event) => event.target.closest(".hit") && setTimeout(() => this.leave()))
  }

  text() {
    return tidy(this.input.value)
  }

  show(data) {
    this.words = data.words
    this.box.classList.toggle("bare", !data.labelled)
    this.box.classList.toggle("top", data.global)
    this.box.querySelector("label").textContent = data.words.label
    this.input.placeholder = data.words.placeholder
    this.input.setAttribute("aria-label", data.words.label)
    this.list.setAttribute("aria-label", data.words.list)
    if (data.global) window.mailuoFinder = this.input
    if (!data.text || data.text !== this.text()) return
    this.answered = data.text
    this.fill(data.found)
  }

  typed() {
    clearTimeout(this.pause)
    this.waiting = null
    const text = this.text()
    if (!text) {
      this.answered = ""
      this.fill([])
      this.close()
    } else if (text !== this.answered) {
      this.pause = setTimeout(() => this.ask(text), PAUSE)
    }
  }

  fill(found) {
    this.hits = found
    this.on = -1
    this.list.replaceChildren(...found.map((hit, place) => this.option(hit, place)))
    if (!found.length) this.list.append(make("div", "none", this.words.none))
    this.said.textContent = this.answered ? (found.length ? this.words.found.replace("{count}", found.length) : this.words.none) : ""
    this.input.removeAttribute("aria-activedescendant")
    if (this.waiting === this.answered && found.length) this.take(0)
    else if (this.answered && this.isHere()) this.open()
    this.waiting = null
  }

  option(hit, place) {
    const name = make("span", "name", hit.name)
    if (hit.as) name.append(make("span", "as", hit.as))
    const about = make("span", "about", make("span", "", hit.type), make("span", "", hit.counted))
    const option = make("a", "go hit", figure(hit.colour, hit.strokes), name, about)
    option.href = hit.address
    option.id = `hit-${place}`
    option.tabIndex = -1
    option.setAttribute("role", "option")
    option.setAttribute("aria-selected", "false")
    option.dataset.id = hit.id
    return option
  }

  isHere() {
    return this.input.getRootNode().activeElement === this.input
  }

  open() {
    this.list.hidden = false
    this.input.setAttribute("aria-expanded", "true")
  }

  close() {
    this.list.hidden = true
    this.input.setAttribute("aria-expanded", "false")
    this.input.removeAttribute("aria-activedescendant")
    this.mark(-1)
  }

  mark(place) {
    this.on = place
    for (const [number, option] of [...this.list.querySelectorAll(".hit")].entries()) {
      option.classList.toggle("on", number === place)
      option.setAttribute("aria-selected", String(number === place))
      if (number === place) {
        this.input.setAttribute("aria-activedescendant", option.id)
        option.scrollIntoView({ block: "nearest" })
      }
    }
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return // the keys of an input method are its own
    const { key } = event
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault()
      if (!this.hits.length) return
      this.open()
      const last = this.hits.length - 1
      this.mark(key === "ArrowDown" ? (this.on >= last ? 0 : this.on + 1) : this.on <= 0 ? last : this.on - 1)
    } else if (key === "Enter") {
      event.preventDefault()
      const text = this.text()
      if (!text) return
      if (text === this.answered && this.hits.length) this.take(Math.max(0, this.on))
      else {
        clearTimeout(this.pause)
        this.waiting = text
        this.said.textContent = this.words.searching
        this.ask(text)
      }
    } else if (key === "Escape") {
      event.stopPropagation()
      if (!this.list.hidden) this.close()
      else if (this.input.value) this.empty()
      else this.input.blur()
    } else if (key === "Tab") this.close()
  }

  take(place) {
    this.list.querySelectorAll(".hit")[place].click()
  }

  // Whoever has chosen is on the way to the page.
  leave() {
    this.empty()
    this.close()
    this.input.blur()
  }

  empty() {
    this.input.value = ""
    this.typed()
  }
}

const finders = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  if (!finders.has(parentElement)) finders.set(parentElement, new Finder(parentElement))
  const finder = finders.get(parentElement)
  finder.ask = (text) => setTriggerValue("typed", text)
  finder.show(data)
}
