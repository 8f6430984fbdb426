import { z } from 'zod'
import { isPlausibleDay } from './calendar.ts'

/** A day as it is taken in from a person: mistyped years are refused wherever it comes from. */
export const givenDay = z.iso.date({ abort: true }).refine(isPlausibleDay, { params: { problem: 'year' } })
