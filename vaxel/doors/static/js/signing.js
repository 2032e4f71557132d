/** A field to sign in: strokes as points on 600 by 200, `x,y x,y;x,y x,y`, in a hidden field. */
const MOST = 12000;

class SignPad extends HTMLElement {
  connectedCallback() {
    this.canvas = this.querySelector("canvas");
    this.field = this.querySelector("input");
    this.pen = this.canvas.getContext("2d");
    this.strokes = [];
    this.querySelector("button").addEventListener("click", () => this.wipe());
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.end());
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const inside = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [inside((event.clientX - box.left) * 600 / box.width, 600), inside((event.clientY - box.top) * 200 / box.height, 200)];
  }

  begin(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.at(event)];
  }

  draw(event) {
    if (!this.stroke) return;
    const [x, y] = this.at(event);
    const [fromX, fromY] = this.stroke.at(-1);
    if (Math.hypot(x - fromX, y - fromY) < 4) return;
    this.stroke.push([x, y]);
    this.pen.lineWidth = 4;
    this.pen.lineCap = "round";
    this.pen.strokeStyle = getComputedStyle(this.canvas).color;
    this.pen.beginPath();
    this.pen.moveTo(fromX, fromY);
    this.pen.lineTo(x, y);
    this.pen.stroke();
  }

  end() {
    if (this.stroke?.length > 1) this.strokes.push(this.stroke);
    this.stroke = null;
    const text = this.strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
    if (text.length <= MOST) this.field.value = text;
  }

  wipe() {
    this.strokes = [];
    this.field.value = "";
    this.pen.clearRect(0, 0, 600, 200);
  }
}

customElements.define("sign-pad", SignPad);
