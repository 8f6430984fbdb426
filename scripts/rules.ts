/** Writes docs/rules.md anew. */
import { writeFileSync } from 'node:fs'
import { renderRules, RULES_PAGE } from './rules-page.ts'

writeFileSync(RULES_PAGE, await renderRules())
