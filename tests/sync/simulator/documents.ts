/** Document ids of the one programme. */
export const PLAN = 'plan:program-1'
export const NOTES = 'notes:program-1'
