// oxlint-disable-next-line no-control-regex -- These are what is replaced.
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u202a-\u202e\u2066-\u2069]/g;

/** A text that cannot drive a terminal: control characters, but for tabs and line breaks, are `�`. */
export const printable = (text: string): string => text.replaceAll(control, '\uFFFD');
