/** Writes docs/rules.md and docs/sync-rules.md again. */
import { writeFileSync } from 'node:fs'
import { renderRules, renderSyncRules, RULES_PAGE, SYNC_RULES_PAGE } from './rules-page.ts'

writeFileSync(RULES_PAGE, await renderRules())
writeFileSync(SYNC_RULES_PAGE, await renderSyncRules())
