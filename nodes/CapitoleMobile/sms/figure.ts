/** A count as people read it in English: `9,675`. */
export const figure = (count: number): string => count.toLocaleString('en-US');
