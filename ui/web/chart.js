// Shows a chart that came as a picture (ui/app/charting.py), and gives it away as PNG or SVG.
//
// data: { svg, file, words: {png, svg} }. The picture is read as XML: what is no picture is not shown.

const SCALE = 2 // pixels of the PNG to one of the picture

const read = (text) => {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement
  return root.localName === "svg" ? document.importNode(root, true) : null
}

const give = (address, name) => {
  const anchor = document.createElement("a")
  anchor.href = address
  anchor.download = name
  anchor.click()
}

const asPng = (text, done) => {
  const image = new Image()
  image.onload = () => {
    const canvas = document.createElement("canvas")
    canvas.width = image.width * SCALE
    canvas.height = image.height * SCALE
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
    done(canvas.toDataURL("image/png"))
  }
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".chart")
  const picture = read(data.svg)
  if (!picture) return
  picture.removeAttribute("width")
  picture.removeAttribute("height")
  box.querySelector(".picture").replaceChildren(picture)
  const [png, svg] = box.querySelectorAll("button")
  png.textContent = data.words.png
  svg.textContent = data.words.svg
  png.onclick = () => asPng(data.svg, (address) => give(address, `${data.file}.png`))
  svg.onclick = () => give(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(data.svg)}`, `${data.file}.svg`)
}
