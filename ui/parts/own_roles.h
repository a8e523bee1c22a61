#pragma once

namespace selvedge {

// What a screen reader calls the widgets that paint themselves: gallery and filmstrip are lists
// (their description says which tile is current), the canvas and the plots with a point or parts to
// choose a picture, the stars an indicator.
// Once, before the first of them.
void installOwnRoles();

}  // namespace selvedge
