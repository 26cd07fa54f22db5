/** The longest delay in ms that `setTimeout` can count: what is longer would fire at once. */
export const longestTimer = 2 ** 31 - 1;
