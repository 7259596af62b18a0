// Says when this browser was here before. Within a visit (a tab) that time stays; the next visit takes over this one's.

export default function ({ setStateValue }) {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "+00:00")
  let before = null
  try {
    before = sessionStorage.getItem("mailuo before")
    if (before === null) {
      before = localStorage.getItem("mailuo seen") || ""
      sessionStorage.setItem("mailuo before", before)
    }
    localStorage.setItem("mailuo seen", now)
  } catch {
    return // a browser that keeps nothing has no visit before
  }
  if (before && window.mailuoBefore !== before) {
    window.mailuoBefore = before
    setStateValue("before", before)
  }
}
