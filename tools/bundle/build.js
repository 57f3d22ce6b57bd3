// Bundles propagation.js with force-graph, and gathers the licence of every package that went in.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const assets = "../../dash_app/assets";
const { metafile } = await build({
  entryPoints: ["propagation.js"],
  outfile: `${assets}/propagation.bundle.js`,
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  target: "es2020",
  loader: { ".css": "empty" },
  banner: { js: "/* Built by tools/bundle/build.sh; licences in propagation.bundle.licences.txt */" },
});

const packages = new Set(
  Object.entries(metafile.outputs)
    .flatMap(([, output]) => Object.entries(output.inputs))
    .filter(([, used]) => used.bytesInOutput > 0)
    .map(([file]) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);

const texts = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  if (!/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD)$/.test(license)) throw new Error(`${name}: licence ${license}`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(`${assets}/propagation.bundle.licences.txt`, texts.join(`\n${"-".repeat(80)}\n\n`));
