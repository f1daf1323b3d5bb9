"use strict";
const { told } = parts;
/*ASSET page/brain.js*/
/*ASSET live/common.js*/
/*ASSET live/face_policy.js*/
/*ASSET live/examples_face.js*/
