import { z } from 'zod'
import { isPlausibleDay } from './calendar.ts'

/** The schema of a day that a person enters: it refuses mistyped years wherever the day comes from. */
export const givenDay = z.iso.date({ abort: true }).refine(isPlausibleDay, { params: { problem: 'year' } })
