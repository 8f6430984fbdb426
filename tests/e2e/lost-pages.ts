/** A reporter that prints the page of a failed story: the machine that ran it may be gone before anybody looks. */
import { readFileSync } from 'node:fs'
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

export default class LostPages implements Reporter {
	#pages: string[] = []

	onTestEnd(test: TestCase, result: TestResult): void {
		if (result.status === test.expectedStatus) return
		const path = result.attachments.find(({ name }) => name === 'error-context')?.path
		if (path !== undefined) this.#pages.push(`${test.title}\n${pageIn(readFileSync(path, 'utf8'))}`)
	}

	onEnd(): void {
		for (const page of this.#pages) console.log(`\nWhat the page showed: ${page}`)
	}
}

/** The page as an outline in YAML. The list of failures already shows the error and the source around it. */
function pageIn(context: string): string {
	return [...context.matchAll(/^```yaml\n([^]*?)^```/gm)].at(-1)?.[1] ?? ''
}
