/** Stands in a live log where more came than anybody could read. */
export const leftOut = '… {lines} lines left out: they came faster than they can be shown …'
