#!/bin/sh
# Rebuild dash_app/assets/propagation.bundle.js and its licences text. Needs Node 20 and npm.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npm run build
