// Files of an npm package without what it depends on, which for a parser or a schema would be half a gigabyte.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../browser/support/site.mjs";

/** Folder of the files of `name`, whose bytes must be those of `integrity`; none where there is no network. */
export function tarball(name, version, integrity) {
  const folder = join(repository, "target/npm", `${name.replace("/", "+")}@${version}`);
  if (!existsSync(join(folder, "package"))) {
    mkdirSync(folder, { recursive: true });
    let packed;
    try {
      const args = ["pack", "--json", "--pack-destination", folder, `${name}@${version}`];
      packed = JSON.parse(execFileSync("npm", args, { stdio: ["ignore", "pipe", "ignore"] }))[0];
    } catch (error) {
      if (process.env.CI) throw error;
      return undefined;
    }
    if (packed.integrity !== integrity) throw new Error(`${name}@${version} has other bytes: ${packed.integrity}`);
    execFileSync("tar", ["-xzf", packed.filename], { cwd: folder });
  }
  return join(folder, "package");
}
