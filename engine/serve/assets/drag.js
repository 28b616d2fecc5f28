// Dragging by mouse, pen or finger. `find(x, y)` gives the place under the pointer or null, `move(dx, dy)` shows the way so far in pixels of
// the window ((0, 0) at the end), `over(place)` the place, `drop(place)` takes it.
export function draggable(element, {find, move, over, drop}) {
  let start = null, moved = false;
  const away = event => [event.clientX - start[0], event.clientY - start[1]];
  const end = () => {
    start = null;
    moved = false;
    element.style.pointerEvents = '';
    move(0, 0);
    over(null);
  };
  element.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    start = [event.clientX, event.clientY];
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', event => {
    if (!start || (!moved && Math.hypot(...away(event)) < 5)) return; // a click is no drag
    moved = true;
    element.style.pointerEvents = 'none'; // what lies below is looked for
    move(...away(event));
    over(find(event.clientX, event.clientY));
  });
  element.addEventListener('pointerup', event => {
    const place = start && moved ? find(event.clientX, event.clientY) : null;
    if (start) end();
    if (place) drop(place);
  });
  element.addEventListener('pointercancel', () => start && end());
}
