"""A page in a real browser, with what the tests look for in it."""

import base64
import json
from contextlib import contextmanager
from urllib.parse import parse_qs, urlparse

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SCREENS = [(1280, 720), (390, 844)]


class Page:
    def __init__(self, browser, address):
        self.browser, self.address = browser, address

    def open(self, query="", ready="#cascades-found"):
        """Go to an address and wait until the element `ready` says something."""
        self.browser.get(f"{self.address}/{query}")
        self.until(lambda: self.text(ready))
        return self

    def until(self, condition):
        return WebDriverWait(self.browser, 20, poll_frequency=0.1).until(lambda _: condition())

    def find(self, selector):
        return self.until(lambda: next(iter(self.browser.find_elements(By.CSS_SELECTOR, selector)), None))

    def text(self, selector):
        return self.browser.execute_script(
            "return document.querySelector(arguments[0])?.textContent", selector
        )

    def data(self, name):
        return self.browser.execute_script(
            "return document.getElementById('graph')?.dataset[arguments[0]]", name
        )

    def query(self):
        return {
            name: values[0] for name, values in parse_qs(urlparse(self.browser.current_url).query).items()
        }

    def choose(self, name, label):
        """Pick an option of a labelled select by keyboard."""
        field = self.find(f"#{name}")
        field.click()
        self.until(lambda: [o for o in self.options() if o.is_displayed()])
        next(option for option in self.options() if option.text == label and option.is_displayed()).click()

    def options(self):
        return self.browser.find_elements(By.CSS_SELECTOR, "[role=option]")

    def problems(self):
        return [entry for entry in self.browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    @contextmanager
    def screen(self, width, height):
        """A screen of that size; a narrow one is a phone's."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        try:
            yield
        finally:
            self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def width(self):
        return self.browser.execute_script("return document.documentElement.scrollWidth")

    def bottom(self, name):
        script = "return document.getElementById(arguments[0]).getBoundingClientRect().bottom"
        return self.browser.execute_script(script, name)

    def picture(self, folder, name):
        """Keep the whole page as an image, where a folder is given."""
        if folder:
            asked = {"captureBeyondViewport": True}
            png = self.browser.execute_cdp_cmd("Page.captureScreenshot", asked)["data"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.png").write_bytes(base64.b64decode(png))

    def asked(self, since):
        """Addresses requested over the network while `since` ran."""
        self.browser.get_log("performance")
        since()
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith("data:")]
