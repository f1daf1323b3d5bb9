"use strict";
const { told } = parts;
/*ASSET page/brain.js*/
/*ASSET live/face_parts.js*/
/*ASSET live/face_link.js*/
/*ASSET live/face_controls.js*/
/*ASSET live/face_policy.js*/
/*ASSET live/examples_face.js*/
