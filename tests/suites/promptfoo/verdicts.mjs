// Asks promptfoo itself for the verdict of every case of a test file like ../assertions.yaml and prints one JSON object a
// case: {"case": 0, "verdict": "pass" | "fail" | "error", "score": 1, "says": "why"}. Exit code 1 when a verdict is not
// the one that the file names. Needs promptfoo 0.121.20: node verdicts.mjs FILE PROMPTFOO_PACKAGE_FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file, installed] = process.argv.slice(2);
const { default: promptfoo } = await import(pathToFileURL(path.join(installed, 'dist/src/index.js')));
const yaml = createRequire(path.join(installed, 'package.json'))('js-yaml');
const suite = yaml.load(fs.readFileSync(file, 'utf8'));
const tools = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'tools.json'), 'utf8'));

// As a chat model of OpenAI's kind comes out of promptfoo's provider: a text, its calls, or a message that has both.
function outputOf(says, calls) {
  if (calls === undefined) return says;
  const list = calls.map((call, i) => ({ id: `call_${i + 1}`, type: 'function', function: call }));
  return says === '' ? list : { role: 'assistant', content: says, tool_calls: list };
}

// Answers what the case says, whatever it is asked: a prompt loses the last line feed of its variables.
const scripted = (says) => ({
  id: () => 'scripted',
  config: { tools },
  callApi: async (prompt, context) => {
    const { calls, ms, usd } = context.test.metadata;
    return { output: outputOf(says, calls), latencyMs: ms, cost: usd };
  },
});

function spansOf(calls) {
  return (calls ?? []).map((call, i) => ({
    spanId: `${i}`, name: 'call', startTime: i, endTime: i,
    attributes: { 'tool.name': call.name, 'tool.arguments': call.arguments },
  }));
}

async function byTrace(test) {
  const { calls } = test.metadata;
  try {
    const said = await promptfoo.assertions.runAssertion({
      assertion: test.assert[0], test, provider: scripted(test.vars.says), traceId: 'trace',
      traceData: { traceId: 'trace', spans: spansOf(calls) },
      providerResponse: { output: outputOf(test.vars.says, calls) },
    });
    return { verdict: said.pass ? 'pass' : 'fail', score: said.score, says: said.reason };
  } catch (error) {
    return { verdict: 'error', says: error.message };
  }
}

async function byEvaluation(test) {
  try {
    const { results } = await promptfoo.evaluate(
      { prompts: suite.prompts, providers: [scripted(test.vars.says)], defaultTest: suite.defaultTest, tests: [test], writeLatestResults: false },
      { cache: false, maxConcurrency: 1, showProgressBar: false });
    const row = results[0];
    const verdict = row.success ? 'pass' : row.failureReason === 2 || !row.gradingResult ? 'error' : 'fail';
    return { verdict, score: row.score, says: row.error ?? row.gradingResult?.reason };
  } catch (error) {
    return { verdict: 'error', says: error.message };
  }
}

let wrong = 0;
for (const [index, test] of suite.tests.entries()) {
  const traced = test.assert.some((one) => one.type.includes('trajectory:'));
  const said = await (traced ? byTrace(test) : byEvaluation(test));
  if (said.verdict !== test.metadata.promptfoo) {
    wrong += 1;
    said.expected = test.metadata.promptfoo;
    said.test = test;
  }
  console.log(JSON.stringify({ case: index, ...said }));
}
process.exit(wrong === 0 ? 0 : 1);
