// Draws a graph: things as discs with figures, what joins them as lines. Positions are computed here, always the same
// for the same graph; what has a place keeps it when more is added. Reports what is chosen and what is to be expanded.
//
// data: { story, root, chosen, nodes: [{id, type, name, label, colour, strokes, weight, hint, step, count}],
//         edges: [{id, from, to, label, way, dashed, weight}], words: {...} }
// step: how far along a way it stands; things without one are placed around the root. count: of a bundle, which stands
// for so many things and is unfolded when it is chosen; 0 of a thing. weight of an edge: the more, the broader.
// All texts go in as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg"
const BOX = { width: 110, height: 78 } // room for a disc with its name
const STRIDE = 190 // from one step of a way to the next
const GOLDEN = Math.PI * (3 - Math.sqrt(5))
const TYPE = 13 // of names
const LEAST_TYPE = 10 // on the screen
const LINE = 8 // wide characters of a name in one line, of which there are two

const places = new Map() // story → id → {x, y}: kept while the page is open

function make(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

// ---------------------------------------------------------------------------------------------------------- places

function arrange(data) {
  if (!places.has(data.story)) places.set(data.story, new Map())
  const known = places.get(data.story)
  const spots = new Map()
  const pinned = new Set()
  for (const node of data.nodes) {
    const spot = known.get(node.id)
    if (spot) {
      spots.set(node.id, { ...spot })
      pinned.add(node.id)
    }
  }
  if (!spots.has(data.root) && data.nodes.some((node) => node.id === data.root)) spots.set(data.root, { x: 0, y: 0 })
  pinned.add(data.root)
  const first = pinned.size <= 1
  if (data.nodes.some((node) => node.step != null)) pace(data, spots)
  seat(data, spots, first)
  if (first && data.nodes.some((node) => node.step == null)) {
    settle(data, spots, pinned)
    gather(data, spots)
  }
  unstack(data.nodes.map((node) => node.id), spots, pinned)
  for (const [id, spot] of spots) known.set(id, spot)
  return spots
}

// Along a way: step by step to the right, what is as far side by side.
function pace(data, spots) {
  const columns = new Map()
  for (const node of data.nodes) if (node.step != null) columns.set(node.step, [...(columns.get(node.step) ?? []), node])
  for (const [step, nodes] of columns) {
    nodes.forEach((node, n) => spots.set(node.id, { x: step * STRIDE, y: (n - (nodes.length - 1) / 2) * BOX.height * 1.3 }))
  }
}

// New things begin around something that they hang on, those of one type side by side.
function seat(data, spots, first) {
  const beside = new Map(data.nodes.map((node) => [node.id, []]))
  for (const edge of data.edges) {
    beside.get(edge.from)?.push(edge.to)
    beside.get(edge.to)?.push(edge.from)
  }
  let waiting = data.nodes.filter((node) => !spots.has(node.id))
  while (waiting.length) {
    const groups = new Map()
    const later = []
    for (const node of waiting) {
      const host = beside.get(node.id).find((id) => spots.has(id))
      if (host === undefined) later.push(node)
      else groups.set(host, [...(groups.get(host) ?? []), node])
    }
    if (!groups.size) {
      later.forEach((node, n) => spots.set(node.id, { x: 60 * Math.sqrt(n + 1) * Math.cos(n * GOLDEN), y: 60 * Math.sqrt(n + 1) * Math.sin(n * GOLDEN) }))
      return
    }
    for (const [host, nodes] of groups) (first ? ring : cluster)(spots, spots.get(host), nodes, host === data.root)
    waiting = later
  }
}

function ring(spots, centre, nodes, whole) {
  nodes.sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))
  // away from the middle of the drawing, where the rest stands; all around the root
  const out = Math.atan2(centre.y, centre.x)
  const arc = whole ? 2 * Math.PI : Math.PI * 1.1
  const radius = Math.max(110, (nodes.length * BOX.width * 0.6) / arc / (nodes.length > 24 ? 2 : 1))
  nodes.forEach((node, n) => {
    const angle = whole ? (n / nodes.length) * arc - Math.PI / 2 : out - arc / 2 + ((n + 0.5) / nodes.length) * arc
    const far = radius * (nodes.length > 24 && n % 2 ? 1.45 : 1)
    spots.set(node.id, { x: centre.x + far * Math.cos(angle) * 1.25, y: centre.y + far * Math.sin(angle) })
  })
}

// What is expanded later: close around its host in arcs, on the side away from the middle.
function cluster(spots, centre, nodes, whole) {
  nodes.sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))
  const out = Math.atan2(centre.y, centre.x)
  const arc = whole ? Math.PI * 2 : Math.PI * 1.5
  // around the root, behind all that stands there
  const farthest = Math.max(0, ...[...spots.values()].map((spot) => Math.hypot((spot.x - centre.x) / 1.3, spot.y - centre.y)))
  let radius = whole ? farthest + BOX.height : 90
  let at = 0
  while (at < nodes.length) {
    const seats = Math.min(nodes.length - at, Math.max(3, Math.floor((arc * radius) / (BOX.width * 0.75))))
    for (let n = 0; n < seats; n++) {
      const angle = out - arc / 2 + ((n + 0.5) / seats) * arc
      spots.set(nodes[at + n].id, { x: centre.x + radius * 1.3 * Math.cos(angle), y: centre.y + radius * Math.sin(angle) })
    }
    at += seats
    radius += BOX.height + 6
  }
}

// Springs along the edges, a push between all; then names are moved off each other.
function settle(data, spots, pinned) {
  const ids = data.nodes.map((node) => node.id)
  const free = ids.filter((id) => !pinned.has(id))
  if (!free.length) return
  const edges = data.edges.filter((edge) => spots.has(edge.from) && spots.has(edge.to))
  const rounds = ids.length > 150 ? 90 : 180
  for (let round = 0; round < rounds; round++) {
    const heat = 14 * (1 - round / rounds)
    const push = new Map(free.map((id) => [id, { x: 0, y: 0 }]))
    for (const id of free) {
      const here = spots.get(id)
      const force = push.get(id)
      for (const other of ids) {
        if (other === id) continue
        const there = spots.get(other)
        const dx = here.x - there.x
        const dy = (here.y - there.y) * 1.5
        const square = dx * dx + dy * dy + 1
        force.x += (dx / square) * 900
        force.y += (dy / square) * 900
      }
      force.x -= here.x * 0.008
      force.y -= here.y * 0.012
    }
    for (const edge of edges) {
      const a = spots.get(edge.from)
      const b = spots.get(edge.to)
      const dx = b.x - a.x
      const dy = b.y - a.y
      const length = Math.hypot(dx, dy) || 1
      const pull = (length - 150) * 0.03
      for (const [id, sign] of [[edge.from, 1], [edge.to, -1]]) {
        const force = push.get(id)
        if (!force) continue
        force.x += (sign * pull * dx) / length
        force.y += (sign * pull * dy) / length
      }
    }
    for (const id of free) {
      const force = push.get(id)
      const size = Math.hypot(force.x, force.y) || 1
      const step = Math.min(size, heat)
      const here = spots.get(id)
      here.x += (force.x / size) * step
      here.y += (force.y / size) * step
    }
  }
}

// Drawn together until there is about as much room as the names need, in the shape of the frame.
function gather(data, spots) {
  if (data.nodes.length < 12) return
  const need = Math.sqrt(data.nodes.length * BOX.width * BOX.height * 1.25)
  for (const [axis, room] of [["x", need * 1.05], ["y", need / 1.05]]) {
    const all = data.nodes.map((node) => spots.get(node.id)[axis])
    const extent = Math.max(...all) - Math.min(...all) || 1
    if (extent <= room) continue
    for (const node of data.nodes) spots.get(node.id)[axis] *= room / extent
  }
}

function unstack(ids, spots, pinned) {
  for (let round = 0; round < 120; round++) {
    let moved = false
    for (let i = 0; i < ids.length; i++) {
      for (let j = i + 1; j < ids.length; j++) {
        const a = spots.get(ids[i])
        const b = spots.get(ids[j])
        const overX = BOX.width - Math.abs(a.x - b.x)
        const overY = BOX.height - Math.abs(a.y - b.y)
        if (overX <= 0 || overY <= 0) continue
        moved = true
        const axis = overX / BOX.width < overY / BOX.height ? "x" : "y"
        const over = (axis === "x" ? overX : overY) + 1
        const sign = a[axis] < b[axis] ? -1 : 1
        const [still, other] = [pinned.has(ids[i]), pinned.has(ids[j])]
        if (!still) a[axis] += (sign * over) / (other ? 1 : 2)
        if (!other) b[axis] -= (sign * over) / (still ? 1 : 2)
      }
    }
    if (!moved) return
  }
}

// --------------------------------------------------------------------------------------------------------- drawing

class Drawing {
  constructor(parent, report) {
    this.report = report
    this.frame = parent.querySelector(".frame")
    this.svg = parent.querySelector("svg.graph")
    this.legend = parent.querySelector(".legend")
    this.bar = parent.querySelector(".bar")
    this.chosen = null
    this.view = { x: 0, y: 0, scale: 1 }
    this.listen()
  }

  show(data) {
    const fresh = JSON.stringify([data.story, data.nodes.map((n) => [n.id, n.count]), data.edges.map((e) => e.id), data.words])
    if (fresh === this.fresh) return
    const turned = this.data?.story !== data.story
    const grown = !turned && this.data && data.nodes.length > this.data.nodes.length
    this.fresh = fresh
    this.data = data
    this.spots = arrange(data)
    this.label()
    this.paint()
    if (turned || grown || !this.fitted) this.fit()
    if (turned) this.chosen = data.chosen
    if (!data.nodes.concat(data.edges).some((thing) => thing.id === this.chosen)) this.chosen = null
    this.mark()
  }

  label() {
    const words = this.data.words
    const title = (name) => this.bar.querySelector(`[data-do=${name}]`)
    for (const name of ["nearer", "farther", "fit", "again", "picture"]) {
      title(name).title = words[name]
      title(name).setAttribute("aria-label", words[name])
    }
    this.svg.setAttribute("aria-label", words.drawing)
    this.legend.replaceChildren(
      ...words.types
        .filter((type) => this.data.nodes.some((node) => node.type === type.id))
        .map((type) => {
          const disc = make("svg", { viewBox: "-12 -12 24 24", class: "key" })
          disc.append(make("circle", { r: 12, fill: type.colour }), figure(type.strokes, 0.68))
          const entry = document.createElement("span")
          const count = this.data.nodes.filter((node) => node.type === type.id).reduce((sum, node) => sum + (node.count || 1), 0)
          entry.append(disc, `${type.name} ${count}`)
          return entry
        }),
    )
  }

  paint() {
    const lines = make("g", { class: "edges" })
    const discs = make("g", { class: "nodes" })
    this.ways = new Map()
    this.things = new Map()
    const few = this.data.edges.length <= 28
    for (const edge of this.data.edges) {
      if (!this.spots.has(edge.from) || !this.spots.has(edge.to)) continue
      const line = make("line", {
        stroke: "#9aa5b1", "stroke-width": 1.4 + Math.min(6, edge.weight ** 0.5 - Math.sign(edge.weight)),
        ...(edge.dashed ? { "stroke-dasharray": "5 4" } : {}),
        ...(edge.way ? { "marker-end": "url(#arrow)" } : {}),
      })
      const broad = make("line", { stroke: "transparent", "stroke-width": 14 })
      const name = make("text", { "text-anchor": "middle", "font-size": 10, fill: "#4d5a66", dy: -4, class: few ? "" : "rare" })
      name.textContent = edge.label
      const group = make("g", { class: "edge", "data-edge": edge.id, tabindex: 0, role: "button" }, line, broad, name)
      group.setAttribute("aria-label", `${this.named(edge.from)} ${edge.label} ${this.named(edge.to)}`)
      this.ways.set(edge.id, { edge, group, line, broad, name })
      lines.append(group)
    }
    for (const node of this.data.nodes) {
      const radius = this.radius(node)
      const disc = node.count
        ? make("circle", { r: radius, fill: "#fff", stroke: node.colour, "stroke-width": 3 })
        : make("circle", { r: radius, fill: node.colour, stroke: "#fff", "stroke-width": 2 })
      const name = make("text", { "text-anchor": "middle", fill: "#1f2933", class: "name" })
      const lines = inLines(node.label)
      name.append(...lines.map((line) => {
        const span = make("tspan", { x: 0 })
        span.textContent = line
        return span
      }))
      const title = make("title", {})
      title.textContent = node.hint
      const inner = node.count ? make("text", { class: "count", "text-anchor": "middle", dy: 4.5, "font-size": 13, fill: "#1f2933" }) : figure(node.strokes, radius / 17)
      if (node.count) inner.textContent = node.count
      const group = make("g", { class: node.count ? "node bundle" : "node", "data-node": node.id, tabindex: 0, role: "button" }, title, disc, inner, name)
      group.setAttribute("aria-label", node.hint)
      this.things.set(node.id, { node, group, name, lines })
      discs.append(group)
    }
    this.stage = make("g", { class: "stage" }, lines, discs)
    this.svg.querySelector(".stage")?.remove()
    this.svg.append(this.stage)
    this.place()
    this.look()
    this.showNames()
  }

  // Names are never smaller on the screen than can be read, and lie over no other name and no disc: below their disc, or
  // above or beside it. Where that leaves no room, the most mentioned keep theirs and the others show it when they are
  // pointed at.
  showNames() {
    const size = Math.max(TYPE, LEAST_TYPE / this.view.scale)
    const discs = [...this.things.values()].map(({ node }) => {
      const [spot, radius] = [this.spots.get(node.id), this.radius(node)]
      return { id: node.id, left: spot.x - radius, right: spot.x + radius, top: spot.y - radius, bottom: spot.y + radius }
    })
    const taken = []
    const order = [...this.things.values()].sort(({ node: a }, { node: b }) =>
      Number(b.id === this.data.root) - Number(a.id === this.data.root) || b.count - a.count || b.weight - a.weight || (a.id < b.id ? -1 : 1))
    for (const thing of order) {
      const seats = this.seats(thing, size)
      const seat = seats.find(({ box }) => !taken.some((other) => meet(box, other)) && !discs.some((disc) => disc.id !== thing.node.id && meet(box, disc)))
        ?? seats.find(({ box }) => !taken.some((other) => meet(box, other)))
      const { name, group } = thing
      const { x, top, anchor, box } = seat ?? seats[0]
      if (seat) taken.push(box)
      group.classList.toggle("unnamed", !seat)
      name.setAttribute("font-size", size.toFixed(1))
      name.setAttribute("text-anchor", anchor)
      name.querySelectorAll("tspan").forEach((span, n) => {
        span.setAttribute("x", x.toFixed(1))
        span.setAttribute("y", (top + size * (1 + 1.15 * n)).toFixed(1))
      })
    }
  }

  // Where a name may stand, the best place first: from its disc's middle, and as a box of the drawing.
  seats({ node, lines }, size) {
    const [spot, radius] = [this.spots.get(node.id), this.radius(node)]
    const [wide, high] = [Math.max(...lines.map(width)) * size, size * 1.15 * lines.length + size * 0.15]
    const places = [
      { x: 0, left: -wide / 2, top: radius + 2, anchor: "middle" },
      { x: 0, left: -wide / 2, top: -radius - high - 2, anchor: "middle" },
      { x: radius + 4, left: radius + 4, top: -high / 2, anchor: "start" },
      { x: -radius - 4, left: -radius - 4 - wide, top: -high / 2, anchor: "end" },
    ]
    return places.map((place) => {
      const [left, top] = [spot.x + place.left, spot.y + place.top]
      return { ...place, box: { left, right: left + wide, top, bottom: top + high } }
    })
  }

  named(id) {
    return this.data.nodes.find((node) => node.id === id)?.name ?? ""
  }

  radius(node) {
    if (node.count) return 18
    return node.id === this.data.root ? 22 : 12 + Math.min(6, Math.sqrt(node.weight ?? 1))
  }

  place() {
    for (const { node, group } of this.things.values()) {
      const { x, y } = this.spots.get(node.id)
      group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`)
    }
    for (const { edge, line, broad, name } of this.ways.values()) {
      const a = this.spots.get(edge.from)
      const b = this.spots.get(edge.to)
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
      const gap = this.radius(this.things.get(edge.to).node) + 4
      const end = { x: b.x - ((b.x - a.x) / length) * gap, y: b.y - ((b.y - a.y) / length) * gap }
      for (const piece of [line, broad]) {
        for (const [key, value] of [["x1", a.x], ["y1", a.y], ["x2", end.x], ["y2", end.y]]) piece.setAttribute(key, value.toFixed(1))
      }
      name.setAttribute("x", ((a.x + b.x) / 2).toFixed(1))
      name.setAttribute("y", ((a.y + b.y) / 2).toFixed(1))
    }
  }

  // What is chosen stands out with what it joins; the rest steps back.
  mark() {
    const chosen = this.chosen
    const near = new Set()
    for (const { edge, group } of this.ways.values()) {
      const on = edge.id === chosen || edge.from === chosen || edge.to === chosen
      group.classList.toggle("on", on)
      if (on) near.add(edge.from).add(edge.to)
    }
    this.svg.classList.toggle("choosing", chosen !== null)
    for (const { node, group } of this.things.values()) {
      group.classList.toggle("on", node.id === chosen || near.has(node.id))
      group.classList.toggle("chosen", node.id === chosen)
    }
  }

  // ------------------------------------------------------------------------------------------------------- the view

  size() {
    const { width, height } = this.svg.getBoundingClientRect()
    return { width: width || 800, height: height || 560 }
  }

  fit() {
    const spots = this.data.nodes.map((node) => this.spots.get(node.id))
    if (!spots.length) return
    const { width, height } = this.size()
    const xs = spots.map((spot) => spot.x)
    const ys = spots.map((spot) => spot.y)
    const [left, right] = [Math.min(...xs) - 70, Math.max(...xs) + 70]
    const [top, bottom] = [Math.min(...ys) - 40, Math.max(...ys) + 56]
    const room = height
    const scale = Math.max(0.25, Math.min(1.4, width / (right - left), room / (bottom - top)))
    this.view = { scale, x: width / 2 - (scale * (left + right)) / 2, y: room / 2 - (scale * (top + bottom)) / 2 }
    this.fitted = true
    this.look()
    this.showNames()
  }

  zoom(factor, at) {
    const { width, height } = this.size()
    const centre = at ?? { x: width / 2, y: height / 2 }
    const scale = Math.max(0.15, Math.min(4, this.view.scale * factor))
    const ratio = scale / this.view.scale
    this.view = { scale, x: centre.x - (centre.x - this.view.x) * ratio, y: centre.y - (centre.y - this.view.y) * ratio }
    this.look()
    this.showNames()
  }

  look() {
    const { x, y, scale } = this.view
    this.stage?.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})`)
  }

  // -------------------------------------------------------------------------------------------------------- hearing

  listen() {
    this.svg.addEventListener("pointerdown", (event) => this.grab(event))
    this.svg.addEventListener("dblclick", (event) => {
      const id = event.target.closest("[data-node]")?.dataset.node
      if (id && !this.things.get(id).node.count) this.report("expand", id)
    })
    this.svg.addEventListener("keydown", (event) => {
      const thing = event.target.closest("[data-node], [data-edge]")
      if (!thing) return
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault()
        this.choose(thing.dataset.node ?? thing.dataset.edge)
      } else if (event.key === "+" && thing.dataset.node) this.report("expand", thing.dataset.node)
    })
    this.svg.addEventListener("wheel", (event) => {
      // the page scrolls as everywhere; with ⌘ or Ctrl, or two fingers, the drawing is zoomed
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const frame = this.svg.getBoundingClientRect()
      this.zoom(Math.exp(-event.deltaY * 0.002), { x: event.clientX - frame.left, y: event.clientY - frame.top })
    }, { passive: false })
    this.bar.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do
      if (what === "nearer") this.zoom(1.3)
      if (what === "farther") this.zoom(1 / 1.3)
      if (what === "fit") this.fit()
      if (what === "again") this.again()
      if (what === "picture") this.picture()
    })
    new ResizeObserver(() => this.data && this.fit()).observe(this.frame)
  }

  again() {
    places.delete(this.data.story)
    this.spots = arrange(this.data)
    this.place()
    this.fit()
  }

  choose(id) {
    if (this.things.get(id)?.node.count) {
      this.report("unfold", id)
      return
    }
    this.chosen = this.chosen === id ? null : id
    this.mark()
    this.report("chosen", this.chosen)
  }

  grab(event) {
    if (event.button !== 0) return
    const node = event.target.closest("[data-node]")?.dataset.node
    const edge = event.target.closest("[data-edge]")?.dataset.edge
    const from = { x: event.clientX, y: event.clientY }
    const before = node ? { ...this.spots.get(node) } : { ...this.view }
    let moved = false
    const move = (next) => {
      const dx = next.clientX - from.x
      const dy = next.clientY - from.y
      if (Math.hypot(dx, dy) > 4) moved = true
      if (!moved) return
      if (node) {
        const spot = { x: before.x + dx / this.view.scale, y: before.y + dy / this.view.scale }
        this.spots.set(node, spot)
        places.get(this.data.story).set(node, spot)
        this.place()
        this.showNames()
      } else {
        this.view = { ...this.view, x: before.x + dx, y: before.y + dy }
        this.look()
      }
    }
    const leave = () => {
      window.removeEventListener("pointermove", move)
      window.removeEventListener("pointerup", leave)
      window.removeEventListener("pointercancel", leave)
      if (moved) return
      if (node || edge) this.choose(node ?? edge)
      else if (this.chosen !== null) this.choose(this.chosen)
    }
    window.addEventListener("pointermove", move)
    window.addEventListener("pointerup", leave)
    window.addEventListener("pointercancel", leave)
  }

  // The whole drawing as a PNG of twice the size, on white.
  picture() {
    const { width, height } = this.size()
    const copy = this.svg.cloneNode(true)
    copy.setAttribute("xmlns", SVG)
    copy.setAttribute("width", width)
    copy.setAttribute("height", height)
    copy.setAttribute("font-family", getComputedStyle(this.svg).fontFamily)
    for (const hidden of copy.querySelectorAll(".rare, .unnamed .name")) hidden.remove()
    for (const broad of copy.querySelectorAll("line[stroke=transparent]")) broad.remove()
    const image = new Image()
    image.onload = () => {
      const canvas = document.createElement("canvas")
      canvas.width = width * 2
      canvas.height = height * 2
      const context = canvas.getContext("2d")
      context.fillStyle = "#fff"
      context.fillRect(0, 0, canvas.width, canvas.height)
      context.drawImage(image, 0, 0, canvas.width, canvas.height)
      const anchor = document.createElement("a")
      anchor.href = canvas.toDataURL("image/png")
      anchor.download = `${this.named(this.data.root) || "graph"}.png`
      anchor.click()
    }
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  }
}

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

// A name in at most two lines of about the same length; what does not fit ends in “…”.
function inLines(name) {
  const whole = width(name)
  if (whole <= LINE) return [name]
  const first = cut(name, Math.min(LINE, whole / 2 + 0.5))
  const rest = name.slice(first.length)
  return [first, width(rest) <= LINE ? rest : `${cut(rest, LINE - 1)}…`]
}

const width = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) < 0x2000 ? 0.55 : 1), 0)

// As much of the beginning as there is room for.
function cut(text, room) {
  let taken = ""
  for (const letter of text) {
    if (width(taken + letter) > room) break
    taken += letter
  }
  return taken
}

function figure(strokes, scale) {
  const path = make("path", { d: strokes, fill: "none", stroke: "#fff", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" })
  return make("g", { transform: `scale(${scale.toFixed(3)}) translate(-12 -12)`, "pointer-events": "none" }, path)
}

const drawings = new WeakMap()

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const report = (what, id) => (what === "chosen" ? setStateValue(what, id) : setTriggerValue(what, id))
  if (!drawings.has(parentElement)) drawings.set(parentElement, new Drawing(parentElement, report))
  const drawing = drawings.get(parentElement)
  drawing.report = report
  drawing.show(data)
}
