// Draws a document: its text with headings, boxes and tables, the entities marked, beside it the outline; finds words
// in it. Nothing of the text is ever read as markup: all of it goes in as text nodes.
//
// data: { stamp, title, text, headings, apart, tables, pages, entities, marks, links, focus, sure, types, words }
// stamp: changes with the document and its generation; links: addresses by number of the entity; sure: percent; the
// rest: ReadingFields of ui/app/fields.py. Places count from the start of the text.
// What is looked for (find) and which marks are switched off (hide) stand in the address.

const DEEPEST = 4 // levels of headings in the outline
const OPEN = 2 // levels that are shown at first
const PART = 40 // lines; the browser lays out only the parts in view
const LATER = 150 // milliseconds until what is typed is looked for
const UNSURE = "unsure"

function make(name, attributes, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

// The first of an ordered list for which `is` holds; `is` holds for all behind it too.
function first(list, is) {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (is(list[middle])) high = middle
    else low = middle + 1
  }
  return low
}

// ------------------------------------------------------------------------------------------------------------ finding

const folded = new Map()

// Half-width, lower case, no blanks: as people type what they look for.
function fold(sign) {
  if (!folded.has(sign)) folded.set(sign, sign.normalize("NFKC").toLowerCase().replace(/\s+/g, ""))
  return folded.get(sign)
}

const foldAll = (text) => [...text].map(fold).join("")

// All of what is drawn as one folded text, which knows where each of its characters stands: line ends do not divide it.
class Wording {
  constructor(units) {
    const parts = []
    const [unit, start, end] = [[], [], []]
    units.forEach((one, number) => {
      let at = 0
      for (const sign of one.said) {
        for (const part of fold(sign)) {
          for (let n = 0; n < part.length; n++) {
            unit.push(number)
            start.push(at)
            end.push(at + sign.length)
          }
          parts.push(part)
        }
        at += sign.length
      }
    })
    Object.assign(this, { text: parts.join(""), unit, start, end })
  }

  // Hits in the order of the text, each a list of { unit, start, end }: one for each unit that it touches.
  find(wanted) {
    const asked = foldAll(wanted)
    const hits = []
    if (!asked) return hits
    for (let at = this.text.indexOf(asked); at >= 0; at = this.text.indexOf(asked, at + asked.length)) {
      const pieces = []
      for (let n = at; n < at + asked.length; n++) {
        const last = pieces.at(-1)
        if (last?.unit === this.unit[n]) last.end = this.end[n]
        else pieces.push({ unit: this.unit[n], start: this.start[n], end: this.end[n] })
      }
      hits.push(pieces)
    }
    return hits
  }
}

// ------------------------------------------------------------------------------------------------------------ drawing

// A unit is a line or a cell: { element, group, start, said, strong, hits }. said: what it shows; start: where that
// stands in the text, -1 for words that stand nowhere; strong: how much of it is a heading; group: one tab stop.
class Page {
  constructor(data, hidden) {
    this.data = data
    this.units = []
    this.within = nested(data.tables)
    this.mark(hidden)
    this.focus(data.focus)
  }

  // Marks that are drawn: they never overlap, the longer ones come first.
  mark(hidden) {
    let at = -1
    this.marks = this.data.marks.filter(([start, end, entity, sure]) => {
      if (start < at || hidden.has(this.data.entities[entity][1])) return false
      if (sure < this.data.sure && hidden.has(UNSURE)) return false
      at = end
      return true
    })
  }

  focus(place) {
    this.focused = place
    this.brought = false
  }

  draw(box) {
    box.replaceChildren()
    this.box = box
    this.lines = PART
    this.stretch(0, this.data.text.length, this.within, (element, isHeading) => {
      if (this.lines >= PART || isHeading) {
        this.part = make("div", { class: "part" })
        box.append(this.part)
        this.lines = 0
      }
      this.lines += 1
      this.part.append(element)
    })
    this.turnPages()
    for (const unit of this.units) this.fill(unit)
    this.stops(box)
  }

  // Lines, and tables among them. add: (element, whether it begins a heading).
  stretch(start, end, tables, add) {
    let at = start
    for (const table of tables) {
      if (table.start < at || table.end > end) continue
      this.linesOf(at, table.start, add)
      for (const [from, to] of table.above) this.linesOf(from, to, add)
      add(this.table(table), false)
      for (const [from, to] of table.below) this.linesOf(from, to, add)
      at = table.end
    }
    this.linesOf(at, end, add)
  }

  linesOf(start, end, add) {
    let at = start
    for (const line of this.data.text.slice(start, end).split("\n")) {
      if (line.trim()) this.line(at, at + line.length, add)
      at += line.length + 1
    }
  }

  line(start, end, add) {
    const heading = this.data.headings[first(this.data.headings, (one) => one.heading_end > start)]
    const strong = heading && heading.start < end && heading.start <= start + this.blank(start) ? Math.min(heading.heading_end, end) - start : 0
    const begins = strong > 0 && heading.start >= start
    const apart = this.data.apart[first(this.data.apart, (one) => one[1] > start)]
    const kind = apart && apart[0] < end ? apart[2] : ""
    const isWhole = strong >= end - start
    const element = make(begins && isWhole ? `h${Math.min(6, heading.depth + 1)}` : "p", { class: `para ${kind}` })
    add(element, begins)
    this.unit(element, element, start, end, strong)
  }

  blank(start) {
    return /^\s*/.exec(this.data.text.slice(start, start + 80))[0].length
  }

  unit(element, group, start, end, strong) {
    this.units.push({ element, group, start, said: this.data.text.slice(start, end), strong, hits: [] })
  }

  table(table) {
    const body = make("tbody", {})
    const head = make("thead", {})
    const rows = Math.max(...table.cells.map((cell) => cell.row + cell.rows))
    const columns = Math.max(...table.cells.map((cell) => cell.column + cell.columns))
    const at = new Map(table.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]))
    const taken = new Set()
    let isHead = true
    for (let row = 0; row < rows; row++) {
      const line = make("tr", {})
      for (let column = 0; column < columns; column++) {
        if (taken.has(`${row} ${column}`)) continue
        const cell = at.get(`${row} ${column}`) ?? { rows: 1, columns: 1, pieces: [], header: false, sure: true, text: "" }
        for (let r = row; r < row + cell.rows; r++) for (let c = column; c < column + cell.columns; c++) taken.add(`${r} ${c}`)
        line.append(this.cell(cell, line, table))
      }
      const headers = line.querySelectorAll("th")
      isHead = isHead && headers.length > 0 && [...line.querySelectorAll("td")].every((cell) => cell.dataset.unit === undefined)
      if (!isHead) for (const header of headers) header.scope = "row"
      ;(isHead ? head : body).append(line)
    }
    const drawn = make("table", {}, ...[head, body].filter((part) => part.hasChildNodes()))
    return make("div", { class: "wide drawn-table", tabindex: 0, role: "group", "aria-label": this.data.words.table }, drawn)
  }

  cell(cell, line, table) {
    const spans = { ...(cell.rows > 1 ? { rowspan: cell.rows } : {}), ...(cell.columns > 1 ? { colspan: cell.columns } : {}) }
    const element = make(cell.header ? "th" : "td", { ...spans, ...(cell.header ? { scope: "col" } : {}) })
    if (!cell.sure) {
      element.className = "loose"
      element.title = this.data.words.loose
    }
    if (cell.text) this.units.push({ element, group: line, start: -1, said: cell.text, strong: 0, hits: [] })
    const inner = table.inner.filter((one) => cell.pieces.some(([start, end]) => start <= one.start && one.end <= end))
    for (const [start, end] of cell.pieces) {
      if (inner.length) this.stretch(start, end, inner, (part) => element.append(part))
      else if (start < end) {
        const piece = make("span", { class: "piece" })
        element.append(piece)
        this.unit(piece, line, start, end, 0)
      }
    }
    if (cell.text || cell.pieces.some(([start, end]) => start < end)) element.dataset.unit = ""
    return element
  }

  // Where a page of the original begins.
  turnPages() {
    for (const [start, page] of this.data.pages) {
      const unit = this.units[first(this.units, (one) => one.start + one.said.length > start)]
      const element = unit && (unit.element.closest(".drawn-table") ?? unit.element)
      element?.before(make("p", { class: "page-turn" }, this.data.words.page.replace("{page}", page)))
    }
  }

  // The text of a unit, with its marks.
  fill(unit) {
    const { said, strong } = unit
    if (!strong || strong >= said.length) {
      unit.element.replaceChildren(...this.marked(unit, 0, said.length))
      unit.element.classList.toggle("strong", strong > 0)
    } else {
      unit.element.replaceChildren(make("strong", {}, ...this.marked(unit, 0, strong)), ...this.marked(unit, strong, said.length))
    }
  }

  marked(unit, from, to) {
    if (unit.start < 0) return this.pieces(unit, from, to)
    const nodes = []
    let at = from
    for (let n = first(this.marks, (mark) => mark[1] > unit.start + from); n < this.marks.length; n++) {
      const start = Math.max(from, this.marks[n][0] - unit.start)
      const end = Math.min(to, this.marks[n][1] - unit.start)
      if (start >= to) break
      nodes.push(...this.pieces(unit, at, start), this.link(this.marks[n], this.pieces(unit, start, end)))
      at = end
    }
    return [...nodes, ...this.pieces(unit, at, to)]
  }

  link([, , entity, sure], pieces) {
    const { entities, links, types, words } = this.data
    const [, type, name] = entities[entity]
    const isSure = sure >= this.data.sure
    const doubt = isSure ? "" : ` · ${words.unsure.replace("{share}", sure)}`
    const title = `${types.find((one) => one.id === type).name} · ${name}${doubt}`
    return make("a", { class: `go entity ${type}${isSure ? "" : " unsure"}`, href: links[entity], title, tabindex: -1 }, ...pieces)
  }

  // Text cut where a hit or the place asked for begins or ends.
  pieces(unit, from, to) {
    if (from >= to) return []
    const [focusFrom, focusTo] = this.focused && unit.start >= 0 ? this.focused.map((place) => place - unit.start) : [-1, -1]
    const cuts = new Set([from, to])
    for (const cut of [focusFrom, focusTo, ...unit.hits.flatMap((hit) => [hit.start, hit.end])]) if (cut > from && cut < to) cuts.add(cut)
    const order = [...cuts].sort((a, b) => a - b)
    return order.slice(1).map((end, n) => {
      const start = order[n]
      let node = document.createTextNode(unit.said.slice(start, end))
      const hit = unit.hits.find((one) => one.start <= start && end <= one.end)
      if (hit) node = make("mark", { class: hit.isNow ? "hit now" : "hit" }, node)
      if (focusFrom <= start && end <= focusTo) {
        node = make("mark", this.brought ? {} : { "data-focus": "" }, node)
        this.brought = true
      }
      return node
    })
  }

  refill(units) {
    this.brought = this.box.querySelector("[data-focus]") !== null && !units.some((unit) => unit.element.querySelector("[data-focus]"))
    for (const unit of units) this.fill(unit)
    const groups = new Set(units.map((unit) => unit.group))
    for (const group of groups) stop(group)
  }

  stops(box) {
    for (const group of box.querySelectorAll(".para, tr")) stop(group)
  }
}

// One tab stop for all links of a line or a row; arrow keys lead from one to the next.
function stop(group) {
  const link = group.querySelector("a.entity")
  if (link) link.tabIndex = 0
}

// Tables, each with those inside its cells as `inner`.
function nested(tables) {
  const outer = []
  const open = []
  for (const table of tables) {
    const one = { ...table, inner: [] }
    while (open.length && open.at(-1).end < one.end) open.pop()
    ;(open.at(-1)?.inner ?? outer).push(one)
    open.push(one)
  }
  return outer
}

// ------------------------------------------------------------------------------------------------------------ outline

class Outline {
  constructor(tree, go) {
    this.tree = tree
    this.go = go
    tree.addEventListener("click", (event) => {
      const entry = event.target.closest("[role=treeitem]")
      if (event.target.closest(".fold")) this.turn(entry)
      else if (entry) this.follow(entry)
    })
    tree.addEventListener("keydown", (event) => this.key(event))
  }

  draw(headings) {
    this.tree.replaceChildren()
    this.entries = new Map()
    const above = [] // the open entries, outermost first
    headings.forEach((heading, number) => {
      if (heading.depth > DEEPEST) return
      while (above.length && above.at(-1).depth >= heading.depth) above.pop()
      const label = make("span", { class: "label" }, heading.heading.replace("、 ", "、"))
      const row = make("span", { class: "row" }, make("span", { class: "fold", "aria-hidden": "true" }), label)
      const entry = make("li", { role: "treeitem", "aria-level": above.length + 1, "aria-label": label.textContent, tabindex: -1 }, row)
      entry.dataset.heading = number
      entry.dataset.depth = above.length + 1
      this.entries.set(number, entry)
      const host = above.at(-1)
      if (!host) this.tree.append(entry)
      else {
        if (!host.list) {
          host.list = make("ul", { role: "group" })
          host.entry.append(host.list)
          host.entry.setAttribute("aria-expanded", String(host.level < OPEN))
        }
        host.list.append(entry)
      }
      above.push({ depth: heading.depth, level: above.length + 1, entry })
    })
    this.tree.querySelector("[role=treeitem]")?.setAttribute("tabindex", 0)
  }

  turn(entry, open = entry.getAttribute("aria-expanded") === "false") {
    if (entry.hasAttribute("aria-expanded")) entry.setAttribute("aria-expanded", String(open))
  }

  follow(entry) {
    this.land(entry)
    this.go(Number(entry.dataset.heading))
  }

  land(entry) {
    for (const other of this.tree.querySelectorAll("[tabindex='0']")) other.tabIndex = -1
    entry.tabIndex = 0
    entry.focus({ preventScroll: true })
    this.show(entry)
  }

  // Where the text stands: what holds it is unfolded, and folded again when the text goes on, if it was not by hand.
  stand(number) {
    if (number === this.at) return
    this.at = number
    this.tree.querySelector("[aria-current]")?.removeAttribute("aria-current")
    let entry = this.entries.get(number)
    for (let n = number; !entry && n >= 0; n--) entry = this.entries.get(n)
    if (!entry) return
    entry.setAttribute("aria-current", "true")
    const above = new Set()
    for (let one = entry.parentElement.closest("[role=treeitem]"); one; one = one.parentElement.closest("[role=treeitem]")) above.add(one)
    for (const one of this.unfolded ?? []) if (!above.has(one)) this.turn(one, false)
    this.unfolded = [...above].filter((one) => one.getAttribute("aria-expanded") === "false" || this.unfolded?.includes(one))
    for (const one of above) this.turn(one, true)
    this.show(entry)
  }

  // Within its own box: the page stays where it is.
  show(entry) {
    const box = this.tree.parentElement
    const [place, frame] = [entry.querySelector(".row").getBoundingClientRect(), box.getBoundingClientRect()]
    if (place.top < frame.top + 20) box.scrollTop += place.top - frame.top - 60
    else if (place.bottom > frame.bottom - 20) box.scrollTop += place.bottom - frame.bottom + 60
  }

  key(event) {
    const entry = event.target.closest("[role=treeitem]")
    if (!entry || event.ctrlKey || event.metaKey || event.altKey) return
    const shown = [...this.tree.querySelectorAll("[role=treeitem]")].filter((one) => one.offsetParent !== null)
    const at = shown.indexOf(entry)
    const open = entry.getAttribute("aria-expanded")
    const to = { ArrowDown: shown[at + 1], ArrowUp: shown[at - 1], Home: shown[0], End: shown.at(-1) }[event.key]
    if (to) this.land(to)
    else if (event.key === "ArrowRight" && open === "false") this.turn(entry, true)
    else if (event.key === "ArrowRight" && open === "true") this.land(entry.querySelector("[role=treeitem]"))
    else if (event.key === "ArrowLeft" && open === "true") this.turn(entry, false)
    else if (event.key === "ArrowLeft") this.land(entry.parentElement.closest("[role=treeitem]") ?? entry)
    else if (event.key === "Enter" || event.key === " ") this.follow(entry)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

// ------------------------------------------------------------------------------------------------------------- reader

class Reader {
  constructor(parent) {
    this.box = make("input", { type: "search", class: "find-box", enterkeyhint: "search", autocomplete: "off", spellcheck: "false" })
    this.count = make("output", { class: "quiet", "aria-live": "polite" })
    this.before = make("button", { type: "button", class: "step-button" }, "‹")
    this.after = make("button", { type: "button", class: "step-button" }, "›")
    this.switches = make("div", { class: "legend", role: "group" })
    this.tree = make("ul", { role: "tree" })
    this.summary = make("summary", {})
    this.contents = make("details", { class: "contents" }, this.summary, make("nav", { class: "tree" }, this.tree))
    this.contents.open = !window.matchMedia("(max-width: 1000px)").matches
    this.text = make("div", { class: "text", role: "region", tabindex: 0 })
    this.root = make("div", { class: "reader" },
      make("div", { class: "reader-bar" }, make("div", { class: "find", role: "search" }, this.box, this.count, this.before, this.after), this.switches),
      make("div", { class: "reader-body" }, this.contents, this.text))
    parent.append(this.root)
    this.outline = new Outline(this.tree, (number) => this.go(number))
    this.hits = []
    this.now = -1
    this.listen()
  }

  show(data) {
    const isOther = this.data?.stamp !== data.stamp
    const place = String(data.focus)
    if (!isOther && place === this.place) return
    const asked = new URLSearchParams(window.location.search)
    this.data = data
    this.place = place
    if (isOther) {
      this.hidden = new Set((asked.get("hide") ?? "").split(",").filter(Boolean))
      this.label()
      this.page = new Page(data, this.hidden)
      this.page.draw(this.text)
      this.wording = null
      this.hits = []
      this.now = -1
      this.contents.hidden = !data.headings.length
      this.outline.draw(data.headings)
      this.text.scrollTop = 0
      this.find(asked.get("find") ?? "")
      this.box.value = asked.get("find") ?? ""
    } else {
      this.page.focus(data.focus)
      this.page.refill(this.page.units)
    }
    this.starts = this.page.units.map((unit, number) => [unit.start, number]).filter(([start]) => start >= 0).sort((a, b) => a[0] - b[0])
    const focused = this.text.querySelector("[data-focus]")
    if (focused) this.bring(focused)
    else if (data.focus) this.bring(this.unitAt(data.focus[0])?.element)
    this.follow()
  }

  label() {
    const { words, types, marks, entities, sure, title } = this.data
    this.box.placeholder = words.find
    this.box.setAttribute("aria-label", words.find)
    this.text.setAttribute("aria-label", title)
    this.tree.setAttribute("aria-label", words.outline)
    this.summary.textContent = words.outline
    this.switches.setAttribute("aria-label", words.marks)
    for (const [button, name] of [[this.before, words.before], [this.after, words.after]]) {
      button.title = name
      button.setAttribute("aria-label", name)
    }
    const counts = new Map()
    for (const [, , entity] of marks) counts.set(entities[entity][1], (counts.get(entities[entity][1]) ?? 0) + 1)
    const unsure = marks.filter((mark) => mark[3] < sure).length
    const kinds = types.filter((type) => counts.has(type.id)).map((type) => ({ ...type, count: counts.get(type.id) }))
    if (unsure) kinds.push({ id: UNSURE, name: words.doubtful, count: unsure })
    this.switches.replaceChildren(...kinds.map(({ id, name, count }) => {
      const button = make("button", { type: "button", class: "entry", "data-kind": id, "aria-pressed": String(!this.hidden.has(id)) })
      if (id !== UNSURE) button.append(make("span", { class: `figure ${id}`, style: "width:18px;height:18px" }))
      button.append(`${name} `, make("span", { class: "quiet" }, String(count)))
      return button
    }))
  }

  listen() {
    let waiting
    const soon = (event) => {
      if (event.isComposing) return
      clearTimeout(waiting)
      waiting = setTimeout(() => this.look(this.box.value), LATER)
    }
    this.box.addEventListener("input", soon)
    this.box.addEventListener("compositionend", () => soon({}))
    this.box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Enter") return
      event.preventDefault()
      clearTimeout(waiting)
      if (this.box.value !== this.sought) this.look(this.box.value)
      else this.step(event.shiftKey ? -1 : 1)
    })
    this.before.addEventListener("click", () => this.step(-1))
    this.after.addEventListener("click", () => this.step(1))
    this.switches.addEventListener("click", (event) => {
      const button = event.target.closest("[data-kind]")
      if (button) this.turn(button)
    })
    this.text.addEventListener("keydown", (event) => this.key(event))
    let isDue = false
    this.text.addEventListener("scroll", () => {
      if (isDue) return
      isDue = true
      requestAnimationFrame(() => {
        isDue = false
        this.follow()
      })
    }, { passive: true })
  }

  // ---------------------------------------------------------------------------------------------------------- finding

  look(wanted) {
    this.find(wanted)
    remember("find", wanted)
  }

  // Marks all hits; the first one below the top of the view is the one that is shown.
  find(wanted) {
    this.sought = wanted
    const touched = new Set(this.page.units.filter((unit) => unit.hits.length))
    for (const unit of touched) unit.hits = []
    if (wanted.trim()) this.wording ??= new Wording(this.page.units)
    this.hits = wanted.trim() ? this.wording.find(wanted) : []
    for (const hit of this.hits) {
      for (const piece of hit) {
        this.page.units[piece.unit].hits.push(piece)
        touched.add(this.page.units[piece.unit])
      }
    }
    this.now = -1
    const top = this.text.getBoundingClientRect().top
    const next = first(this.hits, (hit) => this.page.units[hit[0].unit].element.getBoundingClientRect().bottom > top)
    this.page.refill([...touched])
    if (this.hits.length) this.stand(next < this.hits.length ? next : 0)
    else this.tell()
  }

  step(by) {
    if (this.hits.length) this.stand((this.now + by + this.hits.length) % this.hits.length)
  }

  stand(number) {
    const units = new Set()
    for (const [which, is] of [[this.now, false], [number, true]]) {
      for (const piece of this.hits[which] ?? []) {
        piece.isNow = is
        units.add(this.page.units[piece.unit])
      }
    }
    this.now = number
    this.page.refill([...units])
    this.bring(this.text.querySelector("mark.now"))
    this.tell()
  }

  tell() {
    const { words } = this.data
    this.count.textContent = !this.sought?.trim() ? "" : this.hits.length ? `${this.now + 1} / ${this.hits.length}` : words.none
    this.before.disabled = this.after.disabled = !this.hits.length
  }

  // ------------------------------------------------------------------------------------------------------------ marks

  turn(button) {
    const kind = button.dataset.kind
    if (!this.hidden.delete(kind)) this.hidden.add(kind)
    button.setAttribute("aria-pressed", String(!this.hidden.has(kind)))
    this.page.mark(this.hidden)
    this.page.refill(this.page.units)
    remember("hide", [...this.hidden].join(","))
  }

  key(event) {
    const link = event.target.closest("a.entity")
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return
    const links = [...link.closest("tr, .para").querySelectorAll("a.entity")]
    const at = links.indexOf(link)
    const to = { ArrowRight: links[at + 1], ArrowLeft: links[at - 1], Home: links[0], End: links.at(-1) }[event.key]
    if (!to) return
    event.preventDefault()
    link.tabIndex = -1
    to.tabIndex = 0
    to.focus()
  }

  // ----------------------------------------------------------------------------------------------------------- places

  unitAt(place) {
    const at = first(this.starts, ([start, number]) => start + this.page.units[number].said.length > place)
    return this.page.units[this.starts[Math.min(at, this.starts.length - 1)]?.[1]]
  }

  go(number) {
    const unit = this.unitAt(this.data.headings[number].start)
    if (!unit) return
    this.bring(unit.element, 8)
    this.outline.stand(number)
    this.going = performance.now()
  }

  // Within its own box. Twice: what comes into view may turn out higher than was reckoned.
  bring(element, above = this.text.clientHeight / 3) {
    if (!element) return
    const move = () => {
      const by = element.getBoundingClientRect().top - this.text.getBoundingClientRect().top - above
      if (Math.abs(by) > 1) this.text.scrollTop += by
    }
    move()
    requestAnimationFrame(() => requestAnimationFrame(move))
  }

  // The outline shows where the text stands.
  follow() {
    const { headings } = this.data
    if (!headings.length || performance.now() - (this.going ?? -1000) < 300) return
    const line = this.text.getBoundingClientRect().top + 40
    const next = first(headings, (one) => (this.unitAt(one.start)?.element.getBoundingClientRect().top ?? 0) > line)
    this.outline.stand(Math.max(0, next - 1))
  }
}

// Into the address, without a word to the server.
function remember(name, value) {
  const address = new URL(window.location)
  if (value) address.searchParams.set(name, value)
  else address.searchParams.delete(name)
  window.history.replaceState(window.history.state, "", address)
}

const readers = new WeakMap()

export default function ({ parentElement, data }) {
  if (!readers.has(parentElement)) readers.set(parentElement, new Reader(parentElement))
  readers.get(parentElement).show(data)
}
