// Check documents against JSON Schemas with Ajv: what validate-schemas.py hands over on standard input, a list of
// `{what, schema, document, valid}`. Prints each that is not as it says, and then ends with 1.
import { readFileSync } from 'node:fs'

import Ajv from 'ajv'

const cases = JSON.parse(readFileSync(0, 'utf8'))
// Strict: a keyword that is misspelt or does nothing is an error.
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false })
// What VS Code says instead of the pattern.
ajv.addKeyword('patternErrorMessage')
const validators = new Map()
let wrong = 0
for (const { what, schema, document, valid } of cases) {
  const text = JSON.stringify(schema)
  if (!validators.has(text)) validators.set(text, ajv.compile(schema))
  const validate = validators.get(text)
  if (validate(document) !== valid) {
    console.error(`${what}: ${valid ? ajv.errorsText(validate.errors) : 'was found valid'}`)
    wrong += 1
  }
}
process.exitCode = wrong ? 1 : 0
