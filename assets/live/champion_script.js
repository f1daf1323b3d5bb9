"use strict";
const { told } = parts;
/*ASSET page/shapes.js*/
/*ASSET page/brain.js*/
/*ASSET live/python.js*/
/*ASSET live/common.js*/
/*SCENE*/
/*ASSET live/face_world.js*/
/*ASSET live/face_panels.js*/
/*ASSET live/face_policy.js*/
/*ASSET live/face_duel.js*/
/*ASSET live/champion_face.js*/
