/** How far a subtask stands behind its parent. */
export const indentRem = 1.5;
