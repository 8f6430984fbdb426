/**
 * A reporter that prints the page of a failed story: the machine that ran it may be gone before anybody looks. The errors stand
 * last, because often only the end of an output is kept.
 */
import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const MOST_LINES = 12

export default class LostPages implements Reporter {
	#pages: string[] = []
	#errors: string[] = []

	onTestEnd(test: TestCase, result: TestResult): void {
		if (result.status === test.expectedStatus) return
		const lines = stripVTControlCharacters(result.error?.message ?? result.status).split('\n')
		this.#errors.push([test.title, ...lines.slice(0, MOST_LINES)].join('\n    '))
		const path = result.attachments.find(({ name }) => name === 'error-context')?.path
		if (path !== undefined) this.#pages.push(`${test.title}\n${pageIn(readFileSync(path, 'utf8'))}`)
	}

	onEnd(): void {
		for (const page of this.#pages) console.log(`\nWhat the page showed: ${page}`)
		for (const error of this.#errors) console.log(`\nWhat failed: ${error}`)
	}
}

/** The page as an outline in YAML. The list of failures already shows the error and the source around it. */
function pageIn(context: string): string {
	return [...context.matchAll(/^```yaml\n([^]*?)^```/gm)].at(-1)?.[1] ?? ''
}
