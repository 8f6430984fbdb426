/** Set up before every file of the unit project: screens speak Russian, whatever the file before it or this machine speaks. */
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'

overwriteGetLocale(() => 'ru')
