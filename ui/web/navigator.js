// Follows links of the class "go" inside the visit, copies addresses and answers.
// Streamlit itself answers "popstate" by drawing the page and the query that stand in the address.
// Says in which language the page is and which group of the menu holds it, and keeps the names of icons, which stand
// as words in the page, from readers.

export default function ({ data }) {
  document.documentElement.lang = data.lang
  document.documentElement.dataset.group = data.group
  if (window.mailuoNavigator) return window.mailuoSay()

  const follow = (anchor) => {
    // what is put right in a box stays on the page one is on
    // a link within a picture keeps its address as it is written
    const to = anchor.href.baseVal === undefined ? anchor.href : new URL(anchor.href.baseVal, document.baseURI)
    const address = new URL(anchor.dataset.right ? window.location : to)
    if (anchor.dataset.right) address.searchParams.set("right", anchor.dataset.right)
    const language = new URL(window.location).searchParams.get("lang")
    if (language && !address.searchParams.has("lang")) address.searchParams.set("lang", language)
    // what a page's script has put into the address since the page was drawn goes along into the other language
    if (anchor.closest(".language")) {
      for (const [name, value] of new URLSearchParams(window.location.search)) {
        if (!address.searchParams.has(name)) address.searchParams.append(name, value)
      }
    }
    history.pushState({}, "", address)
    window.dispatchEvent(new PopStateEvent("popstate"))
    if (!address.hash && !anchor.dataset.right) document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 })
  }

  const jump = (anchor) => {
    const place = document.getElementById(anchor.dataset.jump)
    place?.closest("details")?.setAttribute("open", "")
    place?.querySelector("details")?.setAttribute("open", "")
    place?.scrollIntoView({ block: "start" })
    place?.focus({ preventScroll: true })
  }

  // browsers give the clipboard to pages from https or this machine only; elsewhere (http://intranet) a selection is copied
  const copySelected = (text) => {
    const box = document.createElement("textarea")
    box.value = text
    box.setAttribute("readonly", "")
    box.style.cssText = "position:fixed;top:0;left:-100vw"
    document.body.append(box)
    const before = document.activeElement
    box.select()
    const done = document.execCommand("copy")
    box.remove()
    before?.focus?.({ preventScroll: true })
    return done
  }

  const copy = async (button) => {
    const text = button.dataset.copy || window.location.href
    let done = false
    try {
      if (window.isSecureContext && navigator.clipboard) {
        await navigator.clipboard.writeText(text)
        done = true
      }
    } catch {
      done = false // not allowed: the other way may be
    }
    button.dataset.done = done || copySelected(text) ? "yes" : "no"
    setTimeout(() => delete button.dataset.done, 2500)
  }

  // on paper everything that is folded is open
  const unfold = () => {
    for (const place of document.querySelectorAll("[data-testid=stMain] .sources details:not([open]), [data-testid=stMain] .answer details:not([open])")) {
      place.setAttribute("open", "")
      place.setAttribute("data-for-print", "")
    }
  }
  const fold = () => {
    for (const place of document.querySelectorAll("details[data-for-print]")) {
      place.removeAttribute("open")
      place.removeAttribute("data-for-print")
    }
  }
  window.addEventListener("beforeprint", unfold)
  window.addEventListener("afterprint", fold)

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const hit = event.composedPath().find((place) => place.matches?.("a.go, [data-jump], [data-copy], [data-print]"))
    if (!hit) return
    event.preventDefault()
    if (hit.matches("[data-jump]")) jump(hit)
    else if (hit.matches("[data-copy]")) copy(hit)
    else if (hit.matches("[data-print]")) window.print()
    else follow(hit)
  })

  // "/" goes to the box that finds things, as in many a search page
  document.addEventListener("keydown", (event) => {
    const typing = event.composedPath()[0].closest?.("input, textarea, [contenteditable=true]")
    if (event.key !== "/" || typing || event.metaKey || event.ctrlKey || event.altKey) return
    const finder = window.mailuoFinder
    const first = "[data-testid=stMain] :is(input[type=text], input[type=search], textarea)"
    const box = finder?.isConnected ? finder : document.querySelector(first)
    if (box) {
      event.preventDefault()
      box.focus()
    }
  })

  // Streamlit says of its parts neither what they are nor how they are called
  const say = () => {
    document.querySelector("[data-testid=stMain]:not([role])")?.setAttribute("role", "main")
    for (const icon of document.querySelectorAll("[data-testid=stIconMaterial]:not([aria-hidden])")) {
      icon.setAttribute("aria-hidden", "true")
    }
    for (const group of document.querySelectorAll("[data-testid=stTopNavSection]")) {
      const isHere = group.innerText.trim() === document.documentElement.dataset.group
      if (isHere) group.setAttribute("aria-current", "true")
      else group.removeAttribute("aria-current")
    }
  }
  window.mailuoSay = say
  window.mailuoNavigator = true

  new MutationObserver(say).observe(document.body, { childList: true, subtree: true })
  say()
}
