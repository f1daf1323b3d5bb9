"use strict";
const { told } = parts;
/*ASSET page/drawing.js*/
/*ASSET live/face_parts.js*/
/*ASSET live/face_link.js*/
/*ASSET live/face_controls.js*/
/*ASSET live/digits_face.js*/
