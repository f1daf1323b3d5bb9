"use strict";
const { told } = parts;
/*ASSET page/drawing.js*/
/*ASSET live/common.js*/
/*ASSET live/pad.js*/
/*ASSET live/digits_face.js*/
