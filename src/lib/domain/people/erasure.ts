/** Erasing what is known of a person (152-FZ, articles 14, 20 and 21). */

/** Stands in place of the name of a person who was erased. */
export const ERASED_NAME = '(имя удалено)'

/** A consent was withdrawn; the person demands it; the data is needed for nothing any more. */
export const erasureGrounds = ['consent-withdrawn', 'demanded', 'purpose-reached'] as const
export type ErasureGround = (typeof erasureGrounds)[number]

/** `own`: nobody erases themself. The others must end first: a role of staff, an office, a programme or a request. */
export type ErasureObstacle = 'own' | 'role' | 'office' | 'under-way'
