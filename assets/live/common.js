/*ASSET live/face_parts.js*/
/*ASSET live/face_link.js*/
/*ASSET live/face_controls.js*/
/*ASSET live/face_address.js*/
