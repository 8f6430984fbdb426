/** Personal data that is kept only for a way back goes when nobody may take that way any more, whether or not anybody does anything. */
import { forgetLeftEntries } from './people/bank-leavings.ts'
import type { Registry } from './database/database.ts'
import { forgetImportRows } from './people/imports.ts'

const HOUR_MS = 60 * 60 * 1000

export interface ForgettingParts {
	registry: Registry
	now(): Date
	log: { error(details: object, message: string): void }
}

/** Now, and each hour from then on. Answers the way to stop. */
export function startForgetting({ registry, now, log }: ForgettingParts): () => void {
	function forget(): void {
		try {
			registry.commitTogether([forgetLeftEntries(registry, now()), forgetImportRows(registry, now())])
		} catch (error) {
			// It is still due an hour later.
			log.error({ error }, 'What is kept no longer was not forgotten')
		}
	}
	forget()
	const timer = setInterval(forget, HOUR_MS).unref()
	return () => clearInterval(timer)
}
